# "https://sqs.us-east-1.amazonaws.com/123456789012/orders"
output "url" {
  value = provider::aws::queue_arn_to_url("arn:aws:sqs:us-east-1:123456789012:orders")
}
