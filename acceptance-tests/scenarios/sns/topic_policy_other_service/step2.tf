resource "aws_sns_topic" "t" {
  name = "sc-topic-scope"
}

resource "aws_sns_topic_policy" "p" {
  arn = aws_sns_topic.t.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sns:Publish"
      Principal = { AWS = "*" }
      Resource  = aws_sns_topic.t.arn
    }]
  })
}
