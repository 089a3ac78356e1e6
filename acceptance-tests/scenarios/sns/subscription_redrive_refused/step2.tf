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
  redrive_policy = jsonencode({ deadLetterTargetArn = replace(aws_sqs_queue.q.arn, "us-east-1", "eu-west-1") })
}
