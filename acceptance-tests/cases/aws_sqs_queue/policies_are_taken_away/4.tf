resource "aws_sqs_queue" "grave" {
  name = "grave"
}

resource "aws_sqs_queue" "work" {
  name = "work"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Senders"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:us-east-1:123456789012:work"
    }]
  })

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.grave.arn
    maxReceiveCount     = 3
  })

  redrive_allow_policy = jsonencode({ redrivePermission = "denyAll" })
}
