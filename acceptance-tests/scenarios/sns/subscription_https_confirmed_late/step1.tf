# The owner of the endpoint confirms a few seconds later.
resource "aws_sns_topic" "t" {
  name = "sc-confirmed-late"
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn              = aws_sns_topic.t.arn
  protocol               = "https"
  endpoint               = "https://example.com/hook"
  endpoint_auto_confirms = true
}
