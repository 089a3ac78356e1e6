resource "aws_sns_topic" "t" {
  name       = "sc-fifo-q.fifo"
  fifo_topic = true
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn = aws_sns_topic.t.arn
  protocol  = "email"
  endpoint  = "ops@example.com"
}
