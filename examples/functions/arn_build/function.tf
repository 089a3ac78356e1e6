# The ARN of a queue that is managed elsewhere.
output "orders_arn" {
  value = provider::aws::arn_build("aws", "sqs", "us-east-1", "123456789012", "orders")
}
