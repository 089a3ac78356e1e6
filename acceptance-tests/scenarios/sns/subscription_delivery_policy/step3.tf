resource "aws_sns_topic" "t" {
  name = "sc-sub-delivery"
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn              = aws_sns_topic.t.arn
  protocol               = "https"
  endpoint               = "https://example.com/hook"
  endpoint_auto_confirms = true
  delivery_policy = jsonencode({
    healthyRetryPolicy = {
      minDelayTarget = 5
      maxDelayTarget = 10
      numRetries     = 300
    }
  })
}
