resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_ingress_rule" "none" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_ingress_rule" "reversed" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "UDP"
  from_port         = 81
  to_port           = 80
}

resource "aws_vpc_security_group_ingress_rule" "code" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "icmp"
  from_port         = -1
  to_port           = 0
}

resource "aws_security_group" "web" {
  name = "web"

  ingress {
    from_port   = 80
    to_port     = 22
    protocol    = "6"
    cidr_blocks = ["10.0.0.0/8"]
  }
}
