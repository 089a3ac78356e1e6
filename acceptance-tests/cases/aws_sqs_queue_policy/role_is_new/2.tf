# Nobody is named whom SQS could hear of.
resource "aws_sqs_queue" "orders" {
  name = "orders"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:*", Resource = "*" }]
  })
}
