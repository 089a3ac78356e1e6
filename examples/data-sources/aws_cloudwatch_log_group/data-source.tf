resource "aws_cloudwatch_log_group" "brokers" {
  name              = "/aws/msk/orders"
  retention_in_days = 30
}

data "aws_cloudwatch_log_group" "brokers" {
  name = aws_cloudwatch_log_group.brokers.name
}

output "log_group_arn" {
  value = data.aws_cloudwatch_log_group.brokers.arn
}
