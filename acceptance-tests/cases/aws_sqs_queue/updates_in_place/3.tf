resource "aws_sqs_queue" "orders" {
  name                       = "orders"
  delay_seconds              = 0
  receive_wait_time_seconds  = 0
  visibility_timeout_seconds = 0
}
