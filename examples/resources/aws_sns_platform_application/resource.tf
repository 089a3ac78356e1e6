variable "firebase_key" {
  type      = string
  ephemeral = true
  default   = "key-from-the-firebase-console"
}

resource "aws_sns_topic" "push_failures" {
  name = "push-failures"
}

resource "aws_sns_platform_application" "orders" {
  name     = "orders"
  platform = "GCM"

  # In no plan and no state. Another number sends the key again, after it was renewed.
  platform_credential_wo         = var.firebase_key
  platform_credential_wo_version = 1

  event_delivery_failure_topic_arn = aws_sns_topic.push_failures.arn
}
