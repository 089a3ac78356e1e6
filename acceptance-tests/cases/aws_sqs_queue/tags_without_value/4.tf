provider "aws" {
  default_tags {
    tags = {
      Owner = "core"
    }
  }
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_ingress_rule" "orders" {
  security_group_id = aws_security_group.orders.id
  ip_protocol       = "-1"
  cidr_ipv4         = "10.0.0.0/8"
}

resource "aws_vpc_security_group_ingress_rule" "tagged" {
  security_group_id = aws_security_group.orders.id
  ip_protocol       = "-1"
  cidr_ipv4         = "10.0.0.0/9"
  tags              = { keep = "k" }
}
