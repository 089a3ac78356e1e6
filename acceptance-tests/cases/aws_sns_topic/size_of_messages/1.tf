resource "aws_sns_topic" "orders" {
  name                 = "orders"
  maximum_message_size = 1048576
}
