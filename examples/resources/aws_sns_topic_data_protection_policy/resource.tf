resource "aws_sns_topic" "orders" {
  name = "orders"
}

# Block messages that contain e-mail addresses.
resource "aws_sns_topic_data_protection_policy" "orders" {
  arn = aws_sns_topic.orders.arn

  policy = jsonencode({
    Name    = "no-addresses"
    Version = "2021-06-01"
    Statement = [
      {
        Sid            = "addresses"
        DataDirection  = "Inbound"
        DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
        Principal      = ["*"]
        Operation      = { Deny = {} }
      },
    ]
  })
}
