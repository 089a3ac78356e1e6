resource "aws_security_group" "web" {
  name = "web"
}

resource "aws_security_group_rule" "web" {
  type              = "ingress"
  security_group_id = aws_security_group.web.id
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.200.0.0/17"]

  lifecycle {
    create_before_destroy = true
  }
}
