resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv4         = "10.0.0.0/8"
  cidr_ipv6         = "::/0"
  ip_protocol       = "-1"
}
