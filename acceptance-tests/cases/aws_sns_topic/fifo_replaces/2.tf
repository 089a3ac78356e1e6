resource "aws_sns_topic" "orders" {
  name       = "orders.fifo"
  fifo_topic = true
}
