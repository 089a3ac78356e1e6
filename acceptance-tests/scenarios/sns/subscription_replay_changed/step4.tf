resource "aws_sns_topic" "t" {
  name       = "sc-replay.fifo"
  fifo_topic = true
}

resource "aws_sqs_queue" "q" {
  name       = "sc-replay.fifo"
  fifo_queue = true
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn = aws_sns_topic.t.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.q.arn
}
