resource "aws_security_group" "web" {
  name = "web"
}

resource "aws_security_group_rule" "web" {
  type              = "ingress"
  security_group_id = aws_security_group.web.id
  protocol          = "tcp"
  from_port         = 444
  to_port           = 444
  ipv6_cidr_blocks  = ["2001:db8::/32"]
  description       = "web"

  lifecycle {
    create_before_destroy = true
  }
}
