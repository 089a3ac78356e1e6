resource "aws_sqs_queue" "full" {
  name                              = "full"
  delay_seconds                     = 10
  max_message_size                  = 2048
  message_retention_seconds         = 86400
  receive_wait_time_seconds         = 5
  visibility_timeout_seconds        = 60
  kms_master_key_id                 = "alias/aws/sqs"
  kms_data_key_reuse_period_seconds = 600

  policy = jsonencode({
    Version = "2012-10-17"
    Id      = "full"
    Statement = [{
      Sid       = "Senders"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::123456789012:root"] }
      Action    = ["sqs:SendMessage", "sqs:ReceiveMessage"]
      Resource  = "*"
    }]
  })

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = 3
  })

  tags = {
    service = "orders"
    empty   = ""
  }
}

resource "aws_sqs_queue" "dead" {
  name_prefix             = "full-dead-"
  sqs_managed_sse_enabled = true

  redrive_allow_policy = jsonencode({ redrivePermission = "denyAll" })
}

resource "aws_sqs_queue" "fifo" {
  name                        = "full.fifo"
  fifo_queue                  = true
  content_based_deduplication = true
  deduplication_scope         = "messageGroup"
  fifo_throughput_limit       = "perMessageGroupId"
}

# All that can be left to the provider is.
resource "aws_sqs_queue" "unnamed" {}

resource "aws_sqs_queue" "many" {
  for_each = toset(["eu", "us"])

  name = "many-${each.key}"
}

data "aws_sqs_queues" "many" {
  queue_name_prefix = "many-"

  depends_on = [aws_sqs_queue.many]
}
