resource "aws_sns_topic" "orders" {
  name = "orders"
}

resource "aws_sns_topic_subscription" "orders" {
  topic_arn                       = aws_sns_topic.orders.arn
  protocol                        = "https"
  endpoint                        = "https://example.com/orders"
  endpoint_auto_confirms          = true
  confirmation_timeout_in_minutes = 200000000000000000
}
