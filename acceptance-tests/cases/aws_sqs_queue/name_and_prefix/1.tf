resource "aws_sqs_queue" "orders" {
  name        = "orders"
  name_prefix = "orders-"
}
