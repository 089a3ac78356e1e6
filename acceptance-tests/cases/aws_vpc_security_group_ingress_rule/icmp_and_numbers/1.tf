resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_ingress_rule" "all" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv4         = "10.0.0.0/16"
  from_port         = -1
  to_port           = -1
  ip_protocol       = "icmp"
}

resource "aws_vpc_security_group_ingress_rule" "echo" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv4         = "10.0.0.0/8"
  from_port         = 8
  to_port           = 0
  ip_protocol       = "icmp"
}

resource "aws_vpc_security_group_ingress_rule" "udp" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv4         = "10.7.0.0/16"
  from_port         = 53
  to_port           = 53
  ip_protocol       = "17"
}

resource "aws_vpc_security_group_ingress_rule" "esp" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv4         = "10.7.0.0/16"
  ip_protocol       = "50"
  from_port         = 0
  to_port           = 0
}
