resource "aws_sns_topic" "on_call" {
  name = "on-call"
}

resource "aws_sqs_queue" "orders_dead_letters" {
  name                      = "orders-dead-letters"
  message_retention_seconds = 1209600
}

resource "aws_cloudwatch_metric_alarm" "orders_dead_letters" {
  alarm_name        = "orders-dead-letters"
  alarm_description = "Orders that could not be processed wait in the dead-letter queue."

  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.orders_dead_letters.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  alarm_actions = [aws_sns_topic.on_call.arn]
  ok_actions    = [aws_sns_topic.on_call.arn]
}
