resource "aws_sqs_queue" "notifications" {
  name = "notifications"
}

resource "aws_sns_topic_subscription" "notifications" {
  topic_arn = "arn:aws:sns:us-east-1:248400274283:notifications"
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.notifications.arn
}
