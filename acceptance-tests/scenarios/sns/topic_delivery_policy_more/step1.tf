# What is asked of endpoints, how often they are called, and none of the subscriptions' own policies.
resource "aws_sns_topic" "t" {
  name = "sc-delivery-more"
  delivery_policy = jsonencode({
    http = {
      defaultHealthyRetryPolicy = {
        minDelayTarget     = 5
        maxDelayTarget     = 10
        numRetries         = 6
        numMaxDelayRetries = 1
        numNoDelayRetries  = 1
        numMinDelayRetries = 1
        backoffFunction    = "exponential"
      }
      disableSubscriptionOverrides = true
      defaultThrottlePolicy        = { maxReceivesPerSecond = 1 }
      defaultRequestPolicy         = { headerContentType = "application/json" }
    }
  })
}
