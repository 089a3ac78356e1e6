resource "aws_sns_topic" "on_call" {
  name = "on-call"
}

resource "aws_cloudwatch_metric_alarm" "backlog" {
  alarm_name          = "orders-backlog"
  evaluation_periods  = 2
  comparison_operator = "GreaterThanThreshold"
  threshold           = 100

  metric_query {
    id          = "behind"
    expression  = "sent - deleted"
    label       = "Messages that stay"
    return_data = true
  }

  metric_query {
    id = "sent"
    metric {
      namespace   = "AWS/SQS"
      metric_name = "NumberOfMessagesSent"
      dimensions  = { QueueName = "orders" }
      period      = 300
      stat        = "Sum"
    }
  }

  metric_query {
    id = "deleted"
    metric {
      namespace   = "AWS/SQS"
      metric_name = "NumberOfMessagesDeleted"
      dimensions  = { QueueName = "orders" }
      period      = 300
      stat        = "Sum"
    }
  }
}
