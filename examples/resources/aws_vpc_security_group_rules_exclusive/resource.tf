resource "aws_security_group" "orders" {
  name        = "orders"
  description = "The orders broker"
}

resource "aws_vpc_security_group_ingress_rule" "amqp" {
  security_group_id = aws_security_group.orders.id
  description       = "AMQP over TLS from the private networks"
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "tcp"
  from_port         = 5671
  to_port           = 5671
}

# No other inbound rule, and no outbound rule at all.
resource "aws_vpc_security_group_rules_exclusive" "orders" {
  security_group_id = aws_security_group.orders.id
  ingress_rule_ids  = [aws_vpc_security_group_ingress_rule.amqp.id]
  egress_rule_ids   = []
}
