resource "aws_security_group" "web" {
  name = "web"
}

resource "aws_security_group_rule" "web" {
  count = 30

  type              = "ingress"
  security_group_id = aws_security_group.web.id
  protocol          = "tcp"
  from_port         = 8000 + count.index
  to_port           = 8000 + count.index
  cidr_blocks       = ["10.0.0.0/8"]
}
