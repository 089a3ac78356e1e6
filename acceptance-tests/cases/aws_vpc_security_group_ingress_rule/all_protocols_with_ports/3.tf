resource "aws_security_group" "orders" {
  name = "orders"
}

# EC2 has no ports for all protocols, and refuses them in a change.
resource "aws_vpc_security_group_ingress_rule" "all" {
  security_group_id = aws_security_group.orders.id
  description       = "after"
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 81
}
