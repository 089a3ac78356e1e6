resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv4         = "10.1.0.0/16"
  description       = "web"
  from_port         = 80
  to_port           = 90
  ip_protocol       = "tcp"

  tags = {
    a = "2"
    b = "1"
  }
}
