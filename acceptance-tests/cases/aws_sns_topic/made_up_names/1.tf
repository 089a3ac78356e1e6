resource "aws_sns_topic" "any" {}

resource "aws_sns_topic" "orders" {
  name_prefix = "orders-"
}

resource "aws_sns_topic" "payments" {
  name_prefix = "payments-"
  fifo_topic  = true
}
