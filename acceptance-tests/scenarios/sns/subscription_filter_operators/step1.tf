# Every way to match, on attributes and then on the body.
resource "aws_sns_topic" "t" {
  name = "sc-filter-ops"
}

resource "aws_sqs_queue" "q" {
  name                    = "sc-filter-ops"
  sqs_managed_sse_enabled = true
}

resource "aws_sns_topic_subscription" "s" {
  topic_arn = aws_sns_topic.t.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.q.arn
  filter_policy = jsonencode({
    a = ["x", 1, true, null, { prefix = "p" }, { suffix = "s" }, { exists = true }]
    b = [{ "anything-but" = ["y", "z"] }]
    c = [{ numeric = [">=", 1, "<", 3.5] }, { cidr = "10.0.0.0/24" }]
    d = [{ "equals-ignore-case" = "d" }, { "anything-but" = { prefix = "n" } }]
  })
}
