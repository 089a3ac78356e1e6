locals {
  suffix           = var.fifo == null ? "" : ".fifo"
  queue_name       = "${var.name}${local.suffix}"
  dead_letter_name = "${var.name}${var.dead_letter.name_suffix}${local.suffix}"

  deduplication_scope   = var.fifo == null ? null : var.fifo.high_throughput ? "messageGroup" : "queue"
  fifo_throughput_limit = var.fifo == null ? null : var.fifo.high_throughput ? "perMessageGroupId" : "perQueue"
}

resource "aws_sqs_queue" "main" {
  name = local.queue_name

  fifo_queue                  = var.fifo != null
  content_based_deduplication = var.fifo == null ? null : var.fifo.content_based_deduplication
  deduplication_scope         = local.deduplication_scope
  fifo_throughput_limit       = local.fifo_throughput_limit

  visibility_timeout_seconds = var.visibility_timeout_seconds
  message_retention_seconds  = var.message_retention_seconds
  max_message_size           = var.max_message_size
  delay_seconds              = var.delay_seconds
  receive_wait_time_seconds  = var.receive_wait_time_seconds

  # SQS encrypts with one of the two: its own key, or the given KMS key.
  sqs_managed_sse_enabled           = var.kms_master_key_id == null ? true : null
  kms_master_key_id                 = var.kms_master_key_id
  kms_data_key_reuse_period_seconds = var.kms_master_key_id == null ? null : var.kms_data_key_reuse_period_seconds

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter.arn
    maxReceiveCount     = var.dead_letter.max_receive_count
  })

  tags = var.tags

  lifecycle {
    precondition {
      condition     = length(local.queue_name) <= 80
      error_message = "The queue name \"${local.queue_name}\" has more than 80 characters: use a shorter name."
    }
  }
}

resource "aws_sqs_queue" "dead_letter" {
  name = local.dead_letter_name

  fifo_queue            = var.fifo != null
  deduplication_scope   = local.deduplication_scope
  fifo_throughput_limit = local.fifo_throughput_limit

  message_retention_seconds = var.dead_letter.message_retention_seconds
  max_message_size          = var.max_message_size

  sqs_managed_sse_enabled           = var.kms_master_key_id == null ? true : null
  kms_master_key_id                 = var.kms_master_key_id
  kms_data_key_reuse_period_seconds = var.kms_master_key_id == null ? null : var.kms_data_key_reuse_period_seconds

  tags = var.tags

  lifecycle {
    precondition {
      condition     = length(local.dead_letter_name) <= 80
      error_message = "The queue name \"${local.dead_letter_name}\" has more than 80 characters: use a shorter name or dead_letter.name_suffix."
    }

    # In a standard queue, the retention period of a dead letter starts when it was sent to the main
    # queue, not when it was moved.
    precondition {
      condition     = var.fifo != null || var.dead_letter.message_retention_seconds >= var.message_retention_seconds
      error_message = "dead_letter.message_retention_seconds must not be less than message_retention_seconds: otherwise dead letters can expire before anyone sees them."
    }
  }
}

# Only the main queue may use the dead-letter queue. This is a resource of its own because each of the
# two queues refers to the other.
resource "aws_sqs_queue_redrive_allow_policy" "dead_letter" {
  queue_url = aws_sqs_queue.dead_letter.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.main.arn]
  })
}

resource "aws_sqs_queue_policy" "main" {
  count = length(var.policy_statements) > 0 ? 1 : 0

  queue_url = aws_sqs_queue.main.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for sid, statement in var.policy_statements : merge(
      {
        Sid       = sid
        Effect    = statement.effect
        Principal = statement.principals
        Action    = statement.actions
        Resource  = aws_sqs_queue.main.arn
      },
      # An operator may have several keys, in one object.
      length(statement.conditions) == 0 ? {} : {
        Condition = {
          for operator in distinct(statement.conditions[*].test) : operator => {
            for condition in statement.conditions : condition.variable => condition.values
            if condition.test == operator
          }
        }
      },
    )]
  })
}

resource "aws_cloudwatch_metric_alarm" "age_of_oldest_message" {
  count = var.alarms == null ? 0 : 1

  alarm_name        = "${local.queue_name}-age-of-oldest-message"
  alarm_description = "A message has been in the queue ${local.queue_name} for more than ${var.alarms.age_of_oldest_message.threshold_seconds} seconds: consumers are too slow or stopped."

  namespace   = "AWS/SQS"
  metric_name = "ApproximateAgeOfOldestMessage"
  dimensions  = { QueueName = aws_sqs_queue.main.name }
  statistic   = "Maximum"
  period      = 60

  comparison_operator = "GreaterThanThreshold"
  threshold           = var.alarms.age_of_oldest_message.threshold_seconds
  evaluation_periods  = var.alarms.age_of_oldest_message.evaluation_periods

  # SQS sends no metrics for a queue that has not been used for six hours.
  treat_missing_data = "notBreaching"

  alarm_actions = var.alarms.actions
  ok_actions    = var.alarms.ok_actions

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  count = var.alarms == null ? 0 : 1

  alarm_name        = "${local.dead_letter_name}-visible-messages"
  alarm_description = "The dead-letter queue ${local.dead_letter_name} has ${var.alarms.dead_letters.threshold} or more messages: consumers failed to process them ${var.dead_letter.max_receive_count} times."

  namespace   = "AWS/SQS"
  metric_name = "ApproximateNumberOfMessagesVisible"
  dimensions  = { QueueName = aws_sqs_queue.dead_letter.name }
  statistic   = "Maximum"
  period      = 60

  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.alarms.dead_letters.threshold
  evaluation_periods  = var.alarms.dead_letters.evaluation_periods
  treat_missing_data  = "notBreaching"

  alarm_actions = var.alarms.actions
  ok_actions    = var.alarms.ok_actions

  tags = var.tags
}
