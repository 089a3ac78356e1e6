resource "aws_sns_topic" "t" {
  name = "sc-sub-taken"
}

resource "aws_sqs_queue" "q" {
  name                    = "sc-sub-taken"
  sqs_managed_sse_enabled = true
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn     = aws_sns_topic.t.arn
  protocol      = "sqs"
  endpoint      = aws_sqs_queue.q.arn
  filter_policy = jsonencode({ a = ["b"] })
}
