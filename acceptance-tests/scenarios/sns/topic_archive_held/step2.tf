resource "aws_sns_topic" "t" {
  name           = "sc-topic-other.fifo"
  fifo_topic     = true
  archive_policy = jsonencode({ MessageRetentionPeriod = "30" })
}
