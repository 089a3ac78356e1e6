resource "aws_security_group" "orders" {
  name        = "orders"
  description = "The orders broker"
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.orders.id
  description       = "HTTPS"
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_egress_rule" "https_ipv6" {
  security_group_id = aws_security_group.orders.id
  description       = "HTTPS"
  cidr_ipv6         = "::/0"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}
