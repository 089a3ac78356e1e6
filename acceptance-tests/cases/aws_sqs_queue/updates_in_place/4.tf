resource "aws_sqs_queue" "orders" {
  name = "orders"
  # The defaults, except for what is 0 now.
  visibility_timeout_seconds = 0
}
