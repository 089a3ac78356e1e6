resource "aws_sns_topic" "t" {
  name         = "sc-topic-exists"
  display_name = "mine"
}
