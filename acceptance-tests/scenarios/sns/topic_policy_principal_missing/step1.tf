# A role that is not there, then one that is.
resource "aws_sns_topic" "t" {
  name = "sc-topic-principal"
}

resource "aws_sns_topic_policy" "p" {
  arn = aws_sns_topic.t.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sns:Publish"
      Principal = { AWS = "arn:aws:iam::123456789012:role/sc-no-such-role" }
      Resource  = aws_sns_topic.t.arn
    }]
  })
}
