data "aws_region" "current" {}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_cloudwatch_dashboard" "orders" {
  dashboard_name = "orders"

  dashboard_body = jsonencode({
    widgets = [
      {
        type   = "metric"
        x      = 0
        y      = 0
        width  = 12
        height = 6
        properties = {
          title  = "Messages that wait"
          region = data.aws_region.current.name
          stat   = "Maximum"
          period = 300
          metrics = [
            ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.orders.name],
          ]
        }
      },
    ]
  })
}
