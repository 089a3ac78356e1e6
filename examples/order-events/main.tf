# The events of an order system, fanned out: whoever changes an order publishes one event to a topic,
# and each team receives those that concern it in a queue of its own. `cargo xtask demo` applies this.
#
#   checkout, warehouse, ...
#           |
#      order-events ----> email      placed, shipped, cancelled
#           |---------->  inventory  placed, cancelled
#           |---------->  analytics  everything about orders
#
# What has happened to each order stays readable, in its order, in a stream beside that.
#
#   checkout, warehouse, ... ---> order-history ---> search

terraform {
  required_providers {
    # Only `source` differs from hashicorp/aws: resources, state and plans are the same.
    aws = {
      source = "aws-messaging/aws-messaging"
    }
  }
}

provider "aws" {
  default_tags {
    tags = {
      system      = "orders"
      environment = var.environment
    }
  }
}

variable "environment" {
  description = "Stands before the name of everything, so that environments can share an account."
  type        = string
  default     = "demo"

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,15}$", var.environment))
    error_message = "An environment is 2 to 16 lower-case letters and digits."
  }
}

variable "attempts" {
  description = "How often a consumer may fail to handle an event before it is set aside."
  type        = number
  default     = 5
}

locals {
  prefix = "${var.environment}-orders"

  # A new consumer is an entry here, and nothing else.
  consumers = {
    # What customers are told about.
    email = {
      events       = ["order.placed", "order.shipped", "order.cancelled"]
      seconds_each = 30
    }
    # What reserves goods, or gives them free again. Talking to the warehouse takes its time.
    inventory = {
      events       = ["order.placed", "order.cancelled"]
      seconds_each = 120
    }
    # All that happens to orders, with the types of event that somebody adds tomorrow.
    analytics = {
      events       = [{ prefix = "order." }]
      seconds_each = 300
    }
  }

  two_weeks = 14 * 24 * 60 * 60
}

# Publishers set the message attribute `event_type`, which is what consumers choose by.
resource "aws_sns_topic" "events" {
  name         = "${local.prefix}-events"
  display_name = "Order events"
}

resource "aws_sqs_queue" "consumer" {
  for_each = local.consumers

  name = "${local.prefix}-${each.key}"

  # How long one receiver has for an event before another one gets it.
  visibility_timeout_seconds = each.value.seconds_each
  # Long polling: one request waits up to 20 s instead of asking again and again.
  receive_wait_time_seconds = 20

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead[each.key].arn
    maxReceiveCount     = var.attempts
  })
}

# What a consumer failed to handle. It stays as long as SQS allows, for somebody to look and to send
# it back with `aws sqs start-message-move-task`.
resource "aws_sqs_queue" "dead" {
  for_each = local.consumers

  name                      = "${local.prefix}-${each.key}-dead"
  message_retention_seconds = local.two_weeks
}

# The other direction: no queue but the consumer's own may set messages aside here. The two queues
# name each other, which would be a cycle if this were an argument of the queue.
resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  for_each = local.consumers

  queue_url = aws_sqs_queue.dead[each.key].url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.consumer[each.key].arn]
  })
}

# SNS may send to the queues, from this topic and no other. There is no other statement, so nobody
# else is let in by the queue: an identity of the account takes a policy of its own for that.
data "aws_iam_policy_document" "from_topic" {
  for_each = merge(aws_sqs_queue.consumer, { undelivered = aws_sqs_queue.undelivered })

  statement {
    sid       = "OrderEvents"
    actions   = ["sqs:SendMessage"]
    resources = [each.value.arn]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_sns_topic.events.arn]
    }
  }
}

resource "aws_sqs_queue_policy" "consumer" {
  for_each = local.consumers

  queue_url = aws_sqs_queue.consumer[each.key].url
  policy    = data.aws_iam_policy_document.from_topic[each.key].json
}

resource "aws_sns_topic_subscription" "consumer" {
  for_each = local.consumers

  topic_arn = aws_sns_topic.events.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.consumer[each.key].arn

  # The event as it was published, not wrapped in a document of SNS.
  raw_message_delivery = true

  filter_policy = jsonencode({ event_type = each.value.events })

  # What SNS cannot deliver, because somebody has deleted a queue or changed its policy, would be
  # lost otherwise.
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.undelivered.arn
  })

  # An event that comes before SNS is let in would be undeliverable.
  depends_on = [aws_sqs_queue_policy.consumer, aws_sqs_queue_policy.undelivered]
}

# One for all subscriptions: something is wrong with this configuration if anything is in it.
resource "aws_sqs_queue" "undelivered" {
  name                      = "${local.prefix}-undelivered"
  message_retention_seconds = local.two_weeks

  # SNS is no queue, and queues have dead-letter queues of their own.
  redrive_allow_policy = jsonencode({
    redrivePermission = "denyAll"
  })
}

resource "aws_sqs_queue_policy" "undelivered" {
  queue_url = aws_sqs_queue.undelivered.url
  policy    = data.aws_iam_policy_document.from_topic["undelivered"].json
}

# The history of orders: publishers put each event here as well, under the id of its order, so that the
# events of one order stay in their order. Whoever comes later reads it from the beginning.
resource "aws_kinesis_stream" "history" {
  name             = "${local.prefix}-history"
  retention_period = 7 * 24
  encryption_type  = "KMS"
  kms_key_id       = "alias/aws/kinesis"

  # As many shards as the shop needs, on quiet days and on others.
  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}

# The index of the search follows the stream with a throughput of its own, whoever else reads it.
resource "aws_kinesis_stream_consumer" "search" {
  name       = "search"
  stream_arn = aws_kinesis_stream.history.arn
}

output "topic_arn" {
  description = "Where events are published."
  value       = aws_sns_topic.events.arn
}

output "queue_urls" {
  description = "Where each consumer receives its events."
  value       = { for name, queue in aws_sqs_queue.consumer : name => queue.url }
}

output "dead_letter_urls" {
  description = "Where to look for what went wrong: in a consumer, or on the way to it."
  value = merge(
    { for name, queue in aws_sqs_queue.dead : name => queue.url },
    { undelivered = aws_sqs_queue.undelivered.url },
  )
}

output "history_stream" {
  description = "Where the history of orders is put, and read."
  value       = aws_kinesis_stream.history.name
}
