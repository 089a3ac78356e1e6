# "arn:aws:sqs:us-east-1:123456789012:orders"
output "arn" {
  value = provider::aws::queue_url_to_arn("https://sqs.us-east-1.amazonaws.com/123456789012/orders")
}
