resource "aws_sqs_queue" "minimal" {
  name = "minimal"
}

resource "aws_sqs_queue" "dead" {
  name = "minimal-dead"
}

resource "aws_sqs_queue_policy" "minimal" {
  queue_url = aws_sqs_queue.minimal.url

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:*", Resource = "*" }]
  })
}

resource "aws_sqs_queue_redrive_policy" "minimal" {
  queue_url = aws_sqs_queue.minimal.url

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = 1
  })

  depends_on = [aws_sqs_queue_policy.minimal]
}

resource "aws_sqs_queue_redrive_allow_policy" "minimal" {
  queue_url            = aws_sqs_queue.dead.url
  redrive_allow_policy = jsonencode({ redrivePermission = "allowAll" })
}

data "aws_sqs_queue" "minimal" {
  name = aws_sqs_queue.minimal.name
}
