resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_ingress_rule" "echo" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "icmp"
  from_port         = 8
  to_port           = 0
}

# All messages, which EC2 tells as -1.
resource "aws_vpc_security_group_ingress_rule" "all" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv6         = "2001:db8::/32"
  ip_protocol       = "icmpv6"
}

resource "aws_security_group" "web" {
  name = "web"

  ingress {
    from_port   = 8
    to_port     = 0
    protocol    = "icmp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}
