resource "aws_sns_topic" "t" {
  name = "sc-fp-errors"
}

resource "aws_sqs_queue" "q" {
  name = "sc-fp-errors"
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn     = aws_sns_topic.t.arn
  protocol      = "sqs"
  endpoint      = aws_sqs_queue.q.arn
  filter_policy = jsonencode({ a = [for n in range(151) : tostring(n)] })
}
