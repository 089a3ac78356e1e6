# SQS keeps the name of a deleted queue for a while: a creation waits for it, within its timeout.
resource "aws_sqs_queue" "orders" {
  name = "orders"
}
