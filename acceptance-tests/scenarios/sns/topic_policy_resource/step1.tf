# A policy of its own: set, changed, taken back outside, its topic gone, and left out at last.
resource "aws_sns_topic" "t" {
  name = "sc-topic-pol"
}

resource "aws_sns_topic_policy" "p" {
  arn = aws_sns_topic.t.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Id      = "default"
    Statement = [{
      Sid       = "default"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = ["SNS:Publish", "SNS:Subscribe"]
      Resource  = aws_sns_topic.t.arn
    }]
  })
}
