# A dead-letter queue is a queue of the region, and is named.
resource "aws_sns_topic" "t" {
  name = "sc-redrive"
}

resource "aws_sqs_queue" "q" {
  name                    = "sc-redrive"
  sqs_managed_sse_enabled = true
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn      = aws_sns_topic.t.arn
  protocol       = "sqs"
  endpoint       = aws_sqs_queue.q.arn
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sns_topic.t.arn })
}
