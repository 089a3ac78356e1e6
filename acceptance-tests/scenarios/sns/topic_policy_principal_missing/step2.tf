resource "aws_sns_topic" "t" {
  name = "sc-topic-principal"
}

resource "aws_iam_role" "r" {
  name = "sc-topic-principal"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_sns_topic_policy" "p" {
  arn = aws_sns_topic.t.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sns:Publish"
      Principal = { AWS = aws_iam_role.r.arn }
      Resource  = aws_sns_topic.t.arn
    }]
  })
}
