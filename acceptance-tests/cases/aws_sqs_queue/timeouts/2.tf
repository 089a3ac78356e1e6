resource "aws_sqs_queue" "orders" {
  name = "orders"

  # How long the provider may take is no property of the queue.
  timeouts {
    create = "11m"
  }
}
