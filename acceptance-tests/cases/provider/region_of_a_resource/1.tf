resource "aws_sqs_queue" "orders" {
  name   = "orders"
  region = "us-east-1a"
}
