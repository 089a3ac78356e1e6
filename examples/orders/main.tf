# The queues of a shop: orders with a dead-letter queue, and a FIFO queue for payments.
# `cargo xtask demo` applies this.

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

  # After this many failed attempts a message is moved to the dead-letter queue.
  attempts = 5
}

# Orders to process after checkout.
resource "aws_sqs_queue" "orders" {
  name = "orders"

  # A consumer has two minutes to process an order before it is delivered again.
  visibility_timeout_seconds = 120
  # Long polling: a request waits up to 20 seconds for a message.
  receive_wait_time_seconds = 20

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.orders_dead.arn
    maxReceiveCount     = local.attempts
  })

  tags = local.tags
}

# Failed orders are kept for two weeks, the maximum of SQS.
resource "aws_sqs_queue" "orders_dead" {
  name                      = "orders-dead"
  message_retention_seconds = 1209600

  tags = local.tags
}

# The two queues refer to each other. A separate resource avoids a cycle.
resource "aws_sqs_queue_redrive_allow_policy" "orders_dead" {
  queue_url = aws_sqs_queue.orders_dead.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.orders.arn]
  })
}

# Payments of one customer, in one message group, are processed in order. Different groups are
# processed in parallel.
resource "aws_sqs_queue" "payments" {
  name       = "payments.fifo"
  fifo_queue = true

  content_based_deduplication = true
  deduplication_scope         = "messageGroup"
  fifo_throughput_limit       = "perMessageGroupId"

  tags = local.tags
}

# Only the topic of the shop can send to the queue.
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
