resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_egress_rule" "out" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv6         = "::/0"
  description       = "all"
  from_port         = 0
  to_port           = 65535
  ip_protocol       = "tcp"
}
