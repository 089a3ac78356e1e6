variable "firebase_key" {
  type      = string
  sensitive = true
  default   = "key-from-the-firebase-console"
}

resource "aws_sns_topic" "push_failures" {
  name = "push-failures"
}

resource "aws_sns_platform_application" "orders" {
  name                             = "orders"
  platform                         = "GCM"
  platform_credential              = var.firebase_key
  event_delivery_failure_topic_arn = aws_sns_topic.push_failures.arn
}
