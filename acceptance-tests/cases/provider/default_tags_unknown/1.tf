provider "aws" {
  default_tags {
    tags = {
      team    = "orders"
      release = "r0"
    }
  }
}

resource "aws_sqs_queue" "with" {
  name = "with"
  tags = { own = "x" }
}

resource "aws_sqs_queue" "without" {
  name = "without"
}

resource "aws_sns_topic" "orders" {
  name = "orders"
}

resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_ingress_rule" "orders" {
  security_group_id = aws_security_group.orders.id
  ip_protocol       = "-1"
  cidr_ipv4         = "10.0.0.0/8"
  tags              = { own = "x" }
}
