# An address may change; the queue does not.
moved {
  from = aws_sqs_queue.orders
  to   = aws_sqs_queue.shop
}

resource "aws_sqs_queue" "shop" {
  name = "orders"
}
