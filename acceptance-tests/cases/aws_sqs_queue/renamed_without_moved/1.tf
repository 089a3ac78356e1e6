resource "aws_sqs_queue" "old" {
  name = "orders"
}

resource "aws_sns_topic" "old" {
  name = "orders"
}

resource "aws_sns_topic_subscription" "old" {
  topic_arn = aws_sns_topic.old.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.old.arn
}

resource "aws_sqs_queue_policy" "old" {
  queue_url = aws_sqs_queue.old.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.old.arn
    }]
  })
}
