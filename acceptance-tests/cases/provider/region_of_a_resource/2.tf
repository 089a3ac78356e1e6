data "aws_sqs_queue" "orders" {
  name   = "orders"
  region = "moon-base-1"
}
