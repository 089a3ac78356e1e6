variable "queue_arn" {
  type    = string
  default = "arn:aws:sqs:eu-central-1:123456789012:orders"
}

output "queue_region" {
  value = provider::aws::arn_parse(var.queue_arn).region
}
