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

resource "aws_sqs_queue_policy" "new" {
  queue_url = aws_sqs_queue.orders.url
  policy    = local.policy["sqs:SendMessage"]
}

resource "aws_sqs_queue_redrive_policy" "new" {
  queue_url = aws_sqs_queue.orders.url
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = 3
  })
}

resource "aws_sqs_queue_redrive_allow_policy" "new" {
  queue_url            = aws_sqs_queue.dead.url
  redrive_allow_policy = jsonencode({ redrivePermission = "allowAll" })
}

resource "aws_sns_topic_policy" "new" {
  arn    = aws_sns_topic.orders.arn
  policy = local.policy["SNS:Publish"]
}
