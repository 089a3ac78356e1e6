resource "aws_sns_topic" "orders" {
  name         = "orders"
  display_name = "Orders"

  # Retry endpoints that do not respond for about an hour.
  delivery_policy = jsonencode({
    http = {
      defaultHealthyRetryPolicy = {
        numRetries         = 50
        numNoDelayRetries  = 3
        minDelayTarget     = 1
        maxDelayTarget     = 90
        numMinDelayRetries = 2
        numMaxDelayRetries = 35
        backoffFunction    = "exponential"
      }
    }
  })

  tags = {
    service = "orders"
  }
}

resource "aws_sns_topic" "payments" {
  name                        = "payments.fifo"
  fifo_topic                  = true
  content_based_deduplication = true
}
