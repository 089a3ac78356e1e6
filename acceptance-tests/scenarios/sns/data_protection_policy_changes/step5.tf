resource "aws_sns_topic" "t" {
  name = "sc-dpp-changes"
}
