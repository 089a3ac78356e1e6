resource "terraform_data" "version" {
  input = "2"
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sqs_queue" "dead" {
  name = "orders-dead"
}

resource "aws_sns_topic" "orders" {
  name = "orders"
}

locals {
  policy = {
    for action, arn in { "sqs:SendMessage" = aws_sqs_queue.orders.arn, "SNS:Publish" = aws_sns_topic.orders.arn } :
    action => jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = action
        Resource  = arn
      }]
    })
  }
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.url
  policy    = local.policy["sqs:SendMessage"]

  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.version]
  }
}

resource "aws_sqs_queue_redrive_policy" "orders" {
  queue_url = aws_sqs_queue.orders.url
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = 3
  })

  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.version]
  }
}

resource "aws_sqs_queue_redrive_allow_policy" "orders" {
  queue_url            = aws_sqs_queue.dead.url
  redrive_allow_policy = jsonencode({ redrivePermission = "allowAll" })

  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.version]
  }
}

resource "aws_sns_topic_policy" "orders" {
  arn    = aws_sns_topic.orders.arn
  policy = local.policy["SNS:Publish"]

  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.version]
  }
}
