resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_egress_rule" "out" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv6         = "2001:db8::/32"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}
