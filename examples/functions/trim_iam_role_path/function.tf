# "arn:aws:iam::123456789012:role/publisher"
output "publisher" {
  value = provider::aws::trim_iam_role_path("arn:aws:iam::123456789012:role/team/orders/publisher")
}
