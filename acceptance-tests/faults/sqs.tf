resource "aws_sqs_queue" "orders" {
  name                       = "orders"
  visibility_timeout_seconds = 41

  tags = {
    service = "orders"
  }
}

resource "aws_sqs_queue" "orders_dead" {
  name = "orders-dead"
}

resource "aws_sqs_queue_redrive_policy" "orders" {
  queue_url = aws_sqs_queue.orders.url

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.orders_dead.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Orders"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.orders.arn
      Condition = {
        NumericLessThan = { "aws:MultiFactorAuthAge" = 3600 }
      }
    }]
  })
}
