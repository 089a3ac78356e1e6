# SQS has not heard of the roles yet.
resource "aws_sqs_queue" "orders" {
  name = "orders"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::123456789012:role/new" }, Action = "sqs:*", Resource = "*" }]
  })
}

resource "aws_sqs_queue" "returns" {
  name       = "returns"
  depends_on = [aws_sqs_queue.orders]
}

resource "aws_sqs_queue_policy" "returns" {
  queue_url = aws_sqs_queue.returns.url

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::123456789012:role/new" }, Action = "sqs:*", Resource = "*" }]
  })
}
