resource "aws_cloudwatch_log_group" "brokers" {
  name         = "/aws/msk/orders"
  skip_destroy = true
}
