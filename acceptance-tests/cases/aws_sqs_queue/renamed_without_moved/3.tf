resource "aws_sqs_queue" "new" {
  name = "orders"
}

resource "aws_sns_topic" "new" {
  name = "orders"
}

resource "aws_sns_topic_subscription" "new" {
  topic_arn = aws_sns_topic.new.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.new.arn
}

resource "aws_sqs_queue_policy" "new" {
  queue_url = aws_sqs_queue.new.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.new.arn
    }]
  })
}

moved {
  from = aws_sqs_queue.old
  to   = aws_sqs_queue.new
}

moved {
  from = aws_sns_topic.old
  to   = aws_sns_topic.new
}

moved {
  from = aws_sns_topic_subscription.old
  to   = aws_sns_topic_subscription.new
}

moved {
  from = aws_sqs_queue_policy.old
  to   = aws_sqs_queue_policy.new
}
