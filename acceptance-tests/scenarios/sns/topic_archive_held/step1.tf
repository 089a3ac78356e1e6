# A topic that archives is not deleted, until its archive is given up.
resource "aws_sns_topic" "t" {
  name           = "sc-topic-held.fifo"
  fifo_topic     = true
  archive_policy = jsonencode({ MessageRetentionPeriod = "30" })
}
