resource "aws_sqs_queue" "orders" {
  name = "orders"

  tags = {
    service = "orders"
    stage   = "test"
  }
}
