resource "aws_sns_topic" "orders" {
  name = "orders"

  tags = {
    service = "orders"
    stage   = "test"
  }
}
