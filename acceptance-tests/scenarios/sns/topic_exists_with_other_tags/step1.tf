# A topic of the same name is there: refused with other tags, taken over without any.
resource "aws_sns_topic" "t" {
  name = "sc-topic-exists"
  tags = { owner = "me" }
}
