# A FIFO topic delivers to FIFO and to standard queues.
resource "aws_sns_topic" "t" {
  name                        = "sc-fifo-subs.fifo"
  fifo_topic                  = true
  content_based_deduplication = true
}

resource "aws_sqs_queue" "q" {
  name = "sc-fifo-subs"
}

resource "aws_sqs_queue" "f" {
  name       = "sc-fifo-subs.fifo"
  fifo_queue = true
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn = aws_sns_topic.t.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.q.arn
}

resource "aws_sns_topic_subscription" "f" {
  topic_arn            = aws_sns_topic.t.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.f.arn
  raw_message_delivery = true
}
