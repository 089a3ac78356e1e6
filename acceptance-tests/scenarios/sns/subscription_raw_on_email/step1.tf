# Mail is never raw.
resource "aws_sns_topic" "t" {
  name = "sc-raw-email"
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn            = aws_sns_topic.t.arn
  protocol             = "email"
  endpoint             = "ops@example.com"
  raw_message_delivery = true
}
