resource "aws_security_group" "orders" {
  name = "orders"
}

resource "terraform_data" "port" {
  input = 80
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id            = aws_security_group.orders.id
  cidr_ipv4                    = null
  referenced_security_group_id = aws_security_group.orders.id
  ip_protocol                  = "tcp"
  from_port                    = terraform_data.port.output
  to_port                      = terraform_data.port.output
}
