# FIFO queues, whose ARNs say so.

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
    arn = "arn:aws:sqs:us-east-1:123456789012:orders.fifo"
    url = "https://sqs.us-east-1.amazonaws.com/123456789012/orders.fifo"
  }
}

override_resource {
  target = aws_sqs_queue.dead_letter
  values = {
    arn = "arn:aws:sqs:us-east-1:123456789012:orders-dead-letter.fifo"
    url = "https://sqs.us-east-1.amazonaws.com/123456789012/orders-dead-letter.fifo"
  }
}

variables {
  name = "orders"
}

run "fifo" {
  command = plan

  variables {
    fifo        = { content_based_deduplication = true, high_throughput = true }
    dead_letter = { name_suffix = "-dead", message_retention_seconds = 3600 }
  }

  assert {
    condition     = output.queue_name == "orders.fifo" && output.dead_letter_queue_name == "orders-dead.fifo"
    error_message = "Wrong names: ${output.queue_name}, ${output.dead_letter_queue_name}."
  }

  assert {
    condition     = aws_sqs_queue.main.fifo_queue && aws_sqs_queue.dead_letter.fifo_queue
    error_message = "The dead-letter queue of a FIFO queue must be a FIFO queue."
  }

  assert {
    condition = (
      aws_sqs_queue.main.content_based_deduplication
      && aws_sqs_queue.main.deduplication_scope == "messageGroup"
      && aws_sqs_queue.main.fifo_throughput_limit == "perMessageGroupId"
    )
    error_message = "High throughput needs deduplication and throughput limit per message group."
  }
}

run "fifo_without_high_throughput" {
  command = plan

  variables {
    fifo = {}
  }

  assert {
    condition = (
      aws_sqs_queue.main.content_based_deduplication == false
      && aws_sqs_queue.main.deduplication_scope == "queue"
      && aws_sqs_queue.main.fifo_throughput_limit == "perQueue"
    )
    error_message = "Deduplication and throughput limit must be per queue."
  }
}
