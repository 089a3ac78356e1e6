# Firehose needs a role.
resource "aws_sns_topic" "t" {
  name = "sc-firehose-norole"
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn = aws_sns_topic.t.arn
  protocol  = "firehose"
  endpoint  = "arn:aws:firehose:us-east-1:123456789012:deliverystream/sc"
}
