resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sqs_queue_redrive_allow_policy" "orders" {
  queue_url            = aws_sqs_queue.orders.url
  redrive_allow_policy = jsonencode({ redrivePermission = "denyAll" })
}
