resource "aws_sqs_queue" "orders" {
  name = "orders"
}

data "aws_sqs_queue" "orders" {
  name = aws_sqs_queue.orders.name
}

output "orders_arn" {
  value = data.aws_sqs_queue.orders.arn
}
