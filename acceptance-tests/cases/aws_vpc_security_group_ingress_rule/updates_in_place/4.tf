resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv4         = "10.1.0.0/16"
  ip_protocol       = "all"
}
