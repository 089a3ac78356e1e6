data "aws_arn" "orders" {
  arn = "arn:aws:sqs:eu-central-1:123456789012:orders"
}

output "queue" {
  value = data.aws_arn.orders.resource
}
