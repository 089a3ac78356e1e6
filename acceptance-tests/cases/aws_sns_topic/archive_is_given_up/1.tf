# The archive of a FIFO topic is given up, so that the topic can be deleted.
resource "aws_sns_topic" "t" {
  name           = "orders.fifo"
  fifo_topic     = true
  archive_policy = jsonencode({ MessageRetentionPeriod = 14 })
}
