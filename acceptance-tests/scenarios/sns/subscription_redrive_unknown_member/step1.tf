# A redrive policy of SNS holds the ARN of a queue and nothing else.
resource "aws_sns_topic" "t" {
  name = "sc-redrive-unknown"
}

resource "aws_sqs_queue" "q" {
  name = "sc-redrive-unknown"
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn = aws_sns_topic.t.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.q.arn
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.q.arn
    maxReceiveCount     = 4
  })
}
