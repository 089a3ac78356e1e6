resource "aws_security_group" "web" {
  name = "web"
}

resource "aws_security_group_rule" "web" {
  type              = "ingress"
  security_group_id = aws_security_group.web.id
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.0.0.0/8", "192.0.2.0/24"]
  ipv6_cidr_blocks  = ["2001:DB8:0:0::/64"]
}
