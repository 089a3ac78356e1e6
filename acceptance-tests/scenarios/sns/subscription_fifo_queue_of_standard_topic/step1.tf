# A standard topic does not deliver to FIFO queues, nor a FIFO topic to mail.
resource "aws_sns_topic" "t" {
  name = "sc-fifo-q"
}

resource "aws_sqs_queue" "q" {
  name       = "sc-fifo-q.fifo"
  fifo_queue = true
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn = aws_sns_topic.t.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.q.arn
}
