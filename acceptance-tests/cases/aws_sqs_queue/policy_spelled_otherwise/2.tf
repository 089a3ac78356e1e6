resource "aws_sqs_queue" "orders" {
  name = "orders"

  policy = jsonencode({
    Statement = {
      Action    = "sqs:SendMessage"
      Effect    = "Allow"
      Principal = "*"
      Resource  = ["*"]
    }
    Version = "2012-10-17"
  })
}
