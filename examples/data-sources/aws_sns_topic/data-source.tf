resource "aws_sns_topic" "orders" {
  name = "orders"
}

data "aws_sns_topic" "orders" {
  name = aws_sns_topic.orders.name
}
