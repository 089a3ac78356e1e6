# The queues of a shop: orders with a dead-letter queue behind it, and a twin that keeps the order
# of each customer's messages. `cargo xtask demo` applies this.

terraform {
  required_providers {
    # Only `source` differs from hashicorp/aws: resources, state and plans are the same.
    aws = {
      source = "aws-messaging/aws-messaging"
    }
  }
}

locals {
  tags = {
    service = "shop"
    demo    = "orders"
  }

  # What a consumer fails to handle this often is set aside.
  attempts = 5
}

# Everything an order goes through after checkout.
resource "aws_sqs_queue" "orders" {
  name = "orders"

  # A consumer has two minutes for an order before another one gets it.
  visibility_timeout_seconds = 120
  # Long polling: one request waits up to 20 s instead of asking again and again.
  receive_wait_time_seconds = 20

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.orders_dead.arn
    maxReceiveCount     = local.attempts
  })

  tags = local.tags
}

# Set-aside orders stay as long as SQS allows: two weeks for somebody to look.
resource "aws_sqs_queue" "orders_dead" {
  name                      = "orders-dead"
  message_retention_seconds = 1209600

  tags = local.tags
}

# The way back. The two queues name each other, and as attributes of the queues themselves that
# would be a cycle: a resource of its own breaks it.
resource "aws_sqs_queue_redrive_allow_policy" "orders_dead" {
  queue_url = aws_sqs_queue.orders_dead.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.orders.arn]
  })
}

# Payments of one customer must not overtake each other: message groups are handled in order, and
# different groups side by side.
resource "aws_sqs_queue" "payments" {
  name       = "payments.fifo"
  fifo_queue = true

  content_based_deduplication = true
  deduplication_scope         = "messageGroup"
  fifo_throughput_limit       = "perMessageGroupId"

  tags = local.tags
}

# The shop's topic may send to the queue, and nothing else may.
resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OrderEvents"
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.orders.arn
      Condition = {
        ArnEquals = { "aws:SourceArn" = "arn:aws:sns:us-east-1:123456789012:order-events" }
      }
    }]
  })
}

output "orders_url" {
  description = "Where consumers receive orders."
  value       = aws_sqs_queue.orders.url
}

output "payments_url" {
  value = aws_sqs_queue.payments.url
}
