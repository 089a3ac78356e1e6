resource "aws_sns_topic" "orders" {
  name                  = "orders"
  fifo_throughput_scope = "Topic"
}
