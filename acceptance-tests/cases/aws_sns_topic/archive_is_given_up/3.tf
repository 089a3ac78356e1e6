resource "aws_sns_topic" "t" {
  name           = "orders.fifo"
  fifo_topic     = true
  archive_policy = jsonencode({ MessageRetentionPeriod = "30" })
}
