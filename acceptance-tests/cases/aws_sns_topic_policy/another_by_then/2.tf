# The policy moves into the topic, in other words.
resource "aws_sns_topic" "orders" {
  name = "orders"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "Two", Effect = "Allow", Principal = { AWS = "*" }, Action = "sns:Publish", Resource = "arn:aws:sns:us-east-1:123456789012:orders" }]
  })
}
