resource "aws_security_group" "made_up" {
}

resource "aws_security_group" "prefix" {
  name_prefix = "orders-"
  description = "Orders"

  tags = {
    service = "orders"
  }
}
