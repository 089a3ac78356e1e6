resource "aws_sqs_queue" "dead" {
  name                      = "orders-dead"
  message_retention_seconds = 1209600
}

resource "aws_sqs_queue" "orders" {
  name           = "orders"
  redrive_policy = provider::aws::redrive_policy(aws_sqs_queue.dead.arn, 4)
}
