# A policy of a topic is about SNS.
resource "aws_sns_topic" "t" {
  name = "sc-topic-scope"
}

resource "aws_sns_topic_policy" "p" {
  arn = aws_sns_topic.t.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Principal = { AWS = "*" }
      Resource  = aws_sns_topic.t.arn
    }]
  })
}
