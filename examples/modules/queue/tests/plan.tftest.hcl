# Runs that look at ARNs apply with the mock provider: without an apply they are unknown.

mock_provider "aws" {
  mock_resource "aws_cloudwatch_metric_alarm" {
    defaults = {
      arn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:mock"
    }
  }
}

override_resource {
  target = aws_sqs_queue.main
  values = {
    arn = "arn:aws:sqs:us-east-1:123456789012:orders"
    url = "https://sqs.us-east-1.amazonaws.com/123456789012/orders"
  }
}

override_resource {
  target = aws_sqs_queue.dead_letter
  values = {
    arn = "arn:aws:sqs:us-east-1:123456789012:orders-dead-letter"
    url = "https://sqs.us-east-1.amazonaws.com/123456789012/orders-dead-letter"
  }
}

variables {
  name = "orders"
}

run "defaults" {
  assert {
    condition     = output.queue_name == "orders" && output.dead_letter_queue_name == "orders-dead-letter"
    error_message = "Wrong names: ${output.queue_name}, ${output.dead_letter_queue_name}."
  }

  assert {
    condition = jsondecode(aws_sqs_queue.main.redrive_policy) == {
      deadLetterTargetArn = "arn:aws:sqs:us-east-1:123456789012:orders-dead-letter"
      maxReceiveCount     = 5
    }
    error_message = "Wrong redrive policy: ${aws_sqs_queue.main.redrive_policy}."
  }

  assert {
    condition = (
      aws_sqs_queue_redrive_allow_policy.dead_letter.queue_url == output.dead_letter_queue_url
      && jsondecode(aws_sqs_queue_redrive_allow_policy.dead_letter.redrive_allow_policy) == {
        redrivePermission = "byQueue"
        sourceQueueArns   = ["arn:aws:sqs:us-east-1:123456789012:orders"]
      }
    )
    error_message = "Only the main queue must be allowed to use the dead-letter queue."
  }

  assert {
    condition     = !aws_sqs_queue.main.fifo_queue && !aws_sqs_queue.dead_letter.fifo_queue
    error_message = "Queues must be standard queues by default."
  }

  assert {
    condition     = aws_sqs_queue.main.sqs_managed_sse_enabled && aws_sqs_queue.dead_letter.sqs_managed_sse_enabled
    error_message = "Queues must be encrypted by default."
  }

  assert {
    condition     = aws_sqs_queue.dead_letter.message_retention_seconds == 1209600
    error_message = "Dead letters must be kept for 14 days."
  }

  assert {
    condition     = length(aws_sqs_queue_policy.main) == 0
    error_message = "Without statements there must be no queue policy."
  }
}

run "alarms" {
  variables {
    alarms = {
      actions               = ["arn:aws:sns:us-east-1:123456789012:on-call"]
      ok_actions            = ["arn:aws:sns:us-east-1:123456789012:resolved"]
      age_of_oldest_message = { threshold_seconds = 300 }
      dead_letters          = { threshold = 10 }
    }
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.age_of_oldest_message[0].alarm_name == "orders-age-of-oldest-message"
      && aws_cloudwatch_metric_alarm.age_of_oldest_message[0].metric_name == "ApproximateAgeOfOldestMessage"
      && aws_cloudwatch_metric_alarm.age_of_oldest_message[0].dimensions == tomap({ QueueName = "orders" })
      && aws_cloudwatch_metric_alarm.age_of_oldest_message[0].threshold == 300
      && aws_cloudwatch_metric_alarm.age_of_oldest_message[0].evaluation_periods == 5
    )
    error_message = "Wrong alarm on the age of the oldest message."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.dead_letters[0].alarm_name == "orders-dead-letter-visible-messages"
      && aws_cloudwatch_metric_alarm.dead_letters[0].metric_name == "ApproximateNumberOfMessagesVisible"
      && aws_cloudwatch_metric_alarm.dead_letters[0].dimensions == tomap({ QueueName = "orders-dead-letter" })
      && aws_cloudwatch_metric_alarm.dead_letters[0].comparison_operator == "GreaterThanOrEqualToThreshold"
      && aws_cloudwatch_metric_alarm.dead_letters[0].threshold == 10
    )
    error_message = "Wrong alarm on dead letters."
  }

  assert {
    condition = alltrue([
      for alarm in concat(aws_cloudwatch_metric_alarm.age_of_oldest_message, aws_cloudwatch_metric_alarm.dead_letters) :
      alarm.alarm_actions == toset(["arn:aws:sns:us-east-1:123456789012:on-call"])
      && alarm.ok_actions == toset(["arn:aws:sns:us-east-1:123456789012:resolved"])
      && alarm.treat_missing_data == "notBreaching"
    ])
    error_message = "Both alarms must notify, and must not start without data."
  }

  assert {
    condition     = toset(keys(output.alarm_arns)) == toset(["age_of_oldest_message", "dead_letters"])
    error_message = "The output must have both alarms."
  }
}

run "no_alarms" {
  command = plan

  variables {
    alarms = null
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.age_of_oldest_message) + length(aws_cloudwatch_metric_alarm.dead_letters) == 0
    error_message = "There must be no alarms."
  }

  assert {
    condition     = output.alarm_arns == {}
    error_message = "The output must be empty without alarms."
  }
}

run "kms" {
  command = plan

  variables {
    kms_master_key_id                 = "alias/orders"
    kms_data_key_reuse_period_seconds = 600
  }

  assert {
    condition = alltrue([
      for queue in [aws_sqs_queue.main, aws_sqs_queue.dead_letter] :
      queue.kms_master_key_id == "alias/orders" && queue.kms_data_key_reuse_period_seconds == 600
    ])
    error_message = "Both queues must be encrypted with the key."
  }
}

run "policy" {
  variables {
    policy_statements = {
      Bucket = {
        principals = { Service = ["s3.amazonaws.com"] }
        actions    = ["sqs:SendMessage"]
        conditions = [
          { test = "ArnEquals", variable = "aws:SourceArn", values = ["arn:aws:s3:::orders"] },
          { test = "StringEquals", variable = "aws:SourceAccount", values = ["123456789012"] },
          { test = "StringEquals", variable = "aws:PrincipalOrgID", values = ["o-a1b2c3d4e5"] },
        ]
      }
      Shop = {
        principals = { AWS = ["arn:aws:iam::210987654321:role/shop"] }
        actions    = ["sqs:SendMessage", "sqs:GetQueueUrl"]
      }
    }
  }

  assert {
    condition     = aws_sqs_queue_policy.main[0].queue_url == "https://sqs.us-east-1.amazonaws.com/123456789012/orders"
    error_message = "The policy must be that of the main queue."
  }

  assert {
    condition = jsondecode(aws_sqs_queue_policy.main[0].policy).Statement[0] == {
      Sid       = "Bucket"
      Effect    = "Allow"
      Principal = { Service = ["s3.amazonaws.com"] }
      Action    = ["sqs:SendMessage"]
      Resource  = "arn:aws:sqs:us-east-1:123456789012:orders"
      Condition = {
        ArnEquals = { "aws:SourceArn" = ["arn:aws:s3:::orders"] }
        StringEquals = {
          "aws:SourceAccount"  = ["123456789012"]
          "aws:PrincipalOrgID" = ["o-a1b2c3d4e5"]
        }
      }
    }
    error_message = "Wrong statement: ${aws_sqs_queue_policy.main[0].policy}."
  }

  assert {
    condition     = !can(jsondecode(aws_sqs_queue_policy.main[0].policy).Statement[1].Condition)
    error_message = "A statement without conditions must have no element Condition."
  }
}

run "name_with_suffix" {
  command = plan

  variables {
    name = "orders.fifo"
  }

  expect_failures = [var.name]
}

run "name_too_long_with_suffix" {
  command = plan

  variables {
    name = "a-name-of-seventy-characters-is-too-long-with-the-dead-letter-suffix-x"
  }

  expect_failures = [aws_sqs_queue.dead_letter]
}

run "dead_letters_expire_first" {
  command = plan

  variables {
    message_retention_seconds = 1209600
    dead_letter               = { message_retention_seconds = 345600 }
  }

  expect_failures = [aws_sqs_queue.dead_letter]
}

run "numbers_out_of_range" {
  command = plan

  variables {
    visibility_timeout_seconds        = 43201
    message_retention_seconds         = 59
    max_message_size                  = 1023
    delay_seconds                     = 901
    receive_wait_time_seconds         = 21
    kms_data_key_reuse_period_seconds = 59
    dead_letter                       = { max_receive_count = 0 }
  }

  expect_failures = [
    var.visibility_timeout_seconds,
    var.message_retention_seconds,
    var.max_message_size,
    var.delay_seconds,
    var.receive_wait_time_seconds,
    var.kms_data_key_reuse_period_seconds,
    var.dead_letter,
  ]
}

run "action_of_another_service" {
  command = plan

  variables {
    policy_statements = {
      Topic = { principals = { Service = ["sns.amazonaws.com"] }, actions = ["sns:Publish"] }
    }
  }

  expect_failures = [var.policy_statements]
}

run "unknown_type_of_principal" {
  command = plan

  variables {
    policy_statements = {
      Topic = { principals = { Services = ["sns.amazonaws.com"] }, actions = ["sqs:SendMessage"] }
    }
  }

  expect_failures = [var.policy_statements]
}

run "condition_given_twice" {
  command = plan

  variables {
    policy_statements = {
      Bucket = {
        principals = { Service = ["s3.amazonaws.com"] }
        actions    = ["sqs:SendMessage"]
        conditions = [
          { test = "ArnEquals", variable = "aws:SourceArn", values = ["arn:aws:s3:::orders"] },
          { test = "ArnEquals", variable = "aws:SourceArn", values = ["arn:aws:s3:::invoices"] },
        ]
      }
    }
  }

  expect_failures = [var.policy_statements]
}

run "alarm_action_without_arn" {
  command = plan

  variables {
    alarms = { actions = ["on-call"] }
  }

  expect_failures = [var.alarms]
}
