resource "aws_sns_topic" "orders" {
  name              = "orders"
  display_name      = "Orders"
  kms_master_key_id = "alias/aws/sns"

  delivery_policy = jsonencode({
    http = { defaultHealthyRetryPolicy = { minDelayTarget = 5, maxDelayTarget = 5, numRetries = 3 } }
  })

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = "arn:aws:sns:us-east-1:123456789012:orders"
    }]
  })
}
