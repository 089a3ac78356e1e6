# Applies the module to a local stand-in for AWS, whose address is in TF_VAR_endpoint. Moto alone is not
# enough: it does not return redrive allow policies, so the apply hangs.

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_requesting_account_id  = false

  endpoints {
    cloudwatch = run.endpoint.url
    sqs        = run.endpoint.url
    sts        = run.endpoint.url
  }
}

variables {
  name = "module-queue"
  policy_statements = {
    Bucket = {
      principals = { Service = ["s3.amazonaws.com"] }
      actions    = ["sqs:SendMessage"]
      conditions = [{ test = "ArnEquals", variable = "aws:SourceArn", values = ["arn:aws:s3:::orders"] }]
    }
  }
  alarms = { actions = ["arn:aws:sns:us-east-1:123456789012:on-call"] }
  tags   = { Team = "orders" }
}

run "endpoint" {
  module {
    source = "./tests/endpoint"
  }
}

run "create" {
  assert {
    condition     = endswith(output.queue_arn, ":module-queue")
    error_message = "Wrong ARN: ${output.queue_arn}."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.main.redrive_policy).deadLetterTargetArn == output.dead_letter_queue_arn
    error_message = "The queue must use its dead-letter queue."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_allow_policy.dead_letter.redrive_allow_policy).sourceQueueArns == [output.queue_arn]
    error_message = "Only the queue must be allowed to use its dead-letter queue."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_policy.main[0].policy).Statement[0].Resource == output.queue_arn
    error_message = "The queue policy must be about the queue."
  }

  assert {
    condition     = alltrue([for arn in values(output.alarm_arns) : startswith(arn, "arn:aws:cloudwatch:us-east-1:")])
    error_message = "Both alarms must exist."
  }
}

run "update" {
  variables {
    visibility_timeout_seconds = 120
    dead_letter                = { max_receive_count = 3 }
    alarms                     = null
  }

  assert {
    condition     = endswith(output.queue_arn, ":module-queue") && endswith(output.dead_letter_queue_arn, ":module-queue-dead-letter")
    error_message = "The queues must stay."
  }

  assert {
    condition     = aws_sqs_queue.main.visibility_timeout_seconds == 120 && jsondecode(aws_sqs_queue.main.redrive_policy).maxReceiveCount == 3
    error_message = "The queue must be updated."
  }

  assert {
    condition     = output.alarm_arns == {}
    error_message = "The alarms must be destroyed."
  }
}
