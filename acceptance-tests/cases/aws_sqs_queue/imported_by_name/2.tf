import {
  to = aws_sqs_queue.orders
  id = "arn:aws:sqs:eu-west-1:123456789012:orders"
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}
