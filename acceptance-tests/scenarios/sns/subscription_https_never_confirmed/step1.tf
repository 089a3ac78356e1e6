# Nobody confirms; the subscription is gone with its topic.
resource "aws_sns_topic" "t" {
  name = "sc-never-confirmed"
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn                       = aws_sns_topic.t.arn
  protocol                        = "https"
  endpoint                        = "https://example.com/hook"
  endpoint_auto_confirms          = true
  confirmation_timeout_in_minutes = 1
}
