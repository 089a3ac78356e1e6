resource "aws_security_group" "web" {
  name = "web"
}

resource "aws_security_group_rule" "web" {
  type              = "egress"
  security_group_id = aws_security_group.web.id
  protocol          = "-1"
  from_port         = 0
  to_port           = 65535
  self              = true
}
