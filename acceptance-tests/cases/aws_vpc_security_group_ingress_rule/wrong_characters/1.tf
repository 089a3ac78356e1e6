resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id = aws_security_group.orders.id
  description       = "auth -> registry"
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "tcp"
  from_port         = 8091
  to_port           = 8091
}
