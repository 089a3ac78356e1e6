resource "aws_security_group" "broker" {
  name        = "broker"
  description = "The order broker"
}

# Clients of two offices, by one rule: a third network is added in place.
resource "aws_security_group_rule" "broker" {
  type              = "ingress"
  security_group_id = aws_security_group.broker.id
  protocol          = "tcp"
  from_port         = 5671
  to_port           = 5671
  cidr_blocks       = ["192.0.2.0/24", "198.51.100.0/24"]
  description       = "AMQP over TLS from the offices"
}

# Members of the cluster talk to each other.
resource "aws_security_group_rule" "cluster" {
  type              = "ingress"
  security_group_id = aws_security_group.broker.id
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  self              = true
}
