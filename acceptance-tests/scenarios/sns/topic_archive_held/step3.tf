resource "aws_sns_topic" "t" {
  name           = "sc-topic-held.fifo"
  fifo_topic     = true
  archive_policy = "{}"
}
