resource "aws_sns_topic" "orders" {
  name = "orders"
}

resource "aws_sns_topic_subscription" "shipping" {
  topic_arn              = aws_sns_topic.orders.arn
  protocol               = "https"
  endpoint               = "https://orders:secret@example.com/shipping"
  endpoint_auto_confirms = true
}
