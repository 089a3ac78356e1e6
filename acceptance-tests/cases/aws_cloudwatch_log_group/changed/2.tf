resource "aws_cloudwatch_log_group" "brokers" {
  name              = "/aws/msk/orders"
  retention_in_days = 90

  tags = {
    Owner = "platform"
  }
}
