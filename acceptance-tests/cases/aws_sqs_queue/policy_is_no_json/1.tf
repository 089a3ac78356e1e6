resource "aws_sqs_queue" "orders" {
  name   = "orders"
  policy = "no JSON"
}
