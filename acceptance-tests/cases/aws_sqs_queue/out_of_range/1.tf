resource "aws_sqs_queue" "orders" {
  name          = "orders"
  delay_seconds = 901
}
