resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id = aws_security_group.orders.id
  prefix_list_id    = "pl-63a5400a"
  description       = "s3"
  from_port         = 80
  to_port           = 80
  ip_protocol       = "tcp"
}
