import {
  to = aws_sns_topic_subscription.s
  id = "arn:aws:sns:us-east-1:123456789012:sc-missing:8a21d249-4329-4871-acc6-7be709c6ea7f"
}

resource "aws_sns_topic" "t" {
  name = "sc-missing"
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn = aws_sns_topic.t.arn
  protocol  = "sqs"
  endpoint  = "arn:aws:sqs:us-east-1:123456789012:sc-missing"
}
