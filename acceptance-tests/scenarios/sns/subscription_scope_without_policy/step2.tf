resource "aws_sns_topic" "t" {
  name = "sc-scope"
}

resource "aws_sqs_queue" "q" {
  name                    = "sc-scope"
  sqs_managed_sse_enabled = true
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn           = aws_sns_topic.t.arn
  protocol            = "sqs"
  endpoint            = aws_sqs_queue.q.arn
  filter_policy_scope = "MessageBody"
  filter_policy       = jsonencode({ a = { b = ["c"] } })
}
