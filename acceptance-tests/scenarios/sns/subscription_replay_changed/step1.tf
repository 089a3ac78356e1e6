# An archive is replayed, from another time on, and no more.
resource "aws_sns_topic" "t" {
  name           = "sc-replay.fifo"
  fifo_topic     = true
  archive_policy = jsonencode({ MessageRetentionPeriod = "30" })
}

resource "aws_sqs_queue" "q" {
  name       = "sc-replay.fifo"
  fifo_queue = true
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn     = aws_sns_topic.t.arn
  protocol      = "sqs"
  endpoint      = aws_sqs_queue.q.arn
  replay_policy = jsonencode({ PointType = "Timestamp", StartingPoint = "2026-01-01T00:00:00.000Z" })
}
