data "aws_vpc" "default" {
  default = true
}

data "aws_security_group" "default" {
  name   = "default"
  vpc_id = data.aws_vpc.default.id
}

resource "aws_vpc_security_group_ingress_rule" "orders" {
  security_group_id = data.aws_security_group.default.id
  description       = "orders"
  cidr_ipv6         = "2001:0DB8::/32"
  ip_protocol       = "tcp"
  from_port         = 8080
  to_port           = 8443

  tags = {
    service = "orders"
  }
}
