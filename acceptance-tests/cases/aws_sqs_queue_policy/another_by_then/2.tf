# The policy moves into the queue, in other words.
resource "aws_sqs_queue" "orders" {
  name = "orders"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "Two", Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "*" }]
  })
}
