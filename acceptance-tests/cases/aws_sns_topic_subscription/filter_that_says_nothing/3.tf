resource "aws_sns_topic" "orders" {
  name = "orders"
}

resource "aws_sns_topic_subscription" "shipping" {
  topic_arn           = aws_sns_topic.orders.arn
  protocol            = "sqs"
  endpoint            = "arn:aws:sqs:us-east-1:123456789012:shipping"
  filter_policy       = jsonencode({})
  filter_policy_scope = "MessageBody"
}
