import {
  to = aws_sqs_queue.orders
  id = "orders"
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}
