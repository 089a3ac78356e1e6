resource "aws_sns_topic" "push" {
  name = "push"
}

resource "aws_sns_platform_application" "orders" {
  name                = "orders"
  platform            = "ADM"
  platform_credential = "another"
  platform_principal  = "client"

  event_delivery_failure_topic_arn = aws_sns_topic.push.arn
  success_feedback_sample_rate     = "50"
}
