resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_ingress_rule" "office" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv4         = "192.0.2.0/24"
  from_port         = 5671
  to_port           = 5671
  ip_protocol       = "tcp"
}

data "aws_vpc_security_group_rule" "office" {
  security_group_rule_id = aws_vpc_security_group_ingress_rule.office.id
}

output "network" {
  value = data.aws_vpc_security_group_rule.office.cidr_ipv4
}
