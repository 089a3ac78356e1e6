resource "aws_security_group" "orders" {
  name = "orders"
}

# EC2 tells both networks in its own spelling.
resource "aws_vpc_security_group_ingress_rule" "short" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv6         = "2001:DB8:aaaa::cccc:dddd:fe2b:7e9f/128"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_vpc_security_group_egress_rule" "long" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv6         = "2001:0db8:0000:0000::/64"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 444
}

resource "aws_security_group" "web" {
  name = "web"

  ingress {
    from_port        = 80
    to_port          = 81
    protocol         = "tcp"
    ipv6_cidr_blocks = ["2001:DB8:aaaa::cccc:dddd:fe2b:7e9f/128", "2001:0DB8:0:0::/64"]
  }
}
