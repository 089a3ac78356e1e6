resource "aws_cloudwatch_log_group" "delivery" {
  name              = "/orders/delivery"
  retention_in_days = 14
}

resource "aws_cloudwatch_log_stream" "failures" {
  log_group_name = aws_cloudwatch_log_group.delivery.name
  name           = "failures"
}
