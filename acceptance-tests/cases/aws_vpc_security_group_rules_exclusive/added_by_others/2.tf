resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_ingress_rule" "amqp" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "tcp"
  from_port         = 5671
  to_port           = 5671
}

resource "aws_vpc_security_group_rules_exclusive" "orders" {
  security_group_id = aws_security_group.orders.id
  ingress_rule_ids  = [aws_vpc_security_group_ingress_rule.amqp.id]
  egress_rule_ids   = []
}
