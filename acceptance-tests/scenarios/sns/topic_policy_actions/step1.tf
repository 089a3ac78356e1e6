# Every action that a policy of a topic may name, and a pattern that stands for more.
resource "aws_sns_topic" "t" {
  name = "sc-pol-actions"
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
      Action = [
        "sns:AddPermission",
        "sns:DeleteTopic",
        "sns:GetDataProtectionPolicy",
        "sns:GetTopicAttributes",
        "sns:ListSubscriptionsByTopic",
        "sns:ListTagsForResource",
        "sns:Publish",
        "sns:PutDataProtectionPolicy",
        "sns:RemovePermission",
        "sns:SetTopicAttributes",
        "sns:Subscribe",
      ]
      Resource = aws_sns_topic.t.arn
    }]
  })
}
