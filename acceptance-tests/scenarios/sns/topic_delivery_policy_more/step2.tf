resource "aws_sns_topic" "t" {
  name = "sc-delivery-more"
  delivery_policy = jsonencode({
    http = {
      defaultHealthyRetryPolicy = { numRetries = 3, numNoDelayRetries = 2, numMinDelayRetries = 2 }
    }
  })
}
