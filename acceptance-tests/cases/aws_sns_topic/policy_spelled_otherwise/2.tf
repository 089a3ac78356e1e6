resource "aws_sns_topic" "orders" {
  name   = "orders"
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": {
        "Resource": ["arn:aws:sns:us-east-1:123456789012:orders"],
        "Action": ["sns:Subscribe", "sns:Publish"],
        "Principal": {"AWS": ["*"]},
        "Effect": "Allow"
      }
    }
  EOT
}
