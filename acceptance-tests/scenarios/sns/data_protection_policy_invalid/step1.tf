# A direction that SNS does not know.
resource "aws_sns_topic" "t" {
  name = "sc-dpp-invalid"
}

resource "aws_sns_topic_data_protection_policy" "p" {
  arn = aws_sns_topic.t.arn
  policy = jsonencode({
    Name    = "sc"
    Version = "2021-06-01"
    Statement = [{
      DataDirection  = "Sideways"
      DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
      Operation      = { Deny = {} }
      Principal      = ["*"]
    }]
  })
}
