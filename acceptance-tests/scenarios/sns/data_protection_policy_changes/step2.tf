resource "aws_sns_topic" "t" {
  name = "sc-dpp-changes"
}

resource "aws_sns_topic_data_protection_policy" "p" {
  arn = aws_sns_topic.t.arn
  policy = jsonencode({
    Description = "Default data protection policy"
    Name        = "__default_data_protection_policy"
    Version     = "2021-06-01"
    Statement = [{
      Sid            = "two"
      DataDirection  = "Outbound"
      DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
      Operation      = { Deny = {} }
      Principal      = ["*"]
    }]
  })
}
