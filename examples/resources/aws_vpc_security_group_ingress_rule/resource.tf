resource "aws_security_group" "orders" {
  name        = "orders"
  description = "The orders broker"
}

resource "aws_security_group" "shop" {
  name        = "shop"
  description = "The shop, which sends orders"
}

resource "aws_vpc_security_group_ingress_rule" "office" {
  security_group_id = aws_security_group.orders.id
  description       = "AMQP from the office"
  cidr_ipv4         = "192.0.2.0/24"
  from_port         = 5671
  to_port           = 5671
  ip_protocol       = "tcp"

  tags = {
    service = "orders"
  }
}

resource "aws_vpc_security_group_ingress_rule" "shop" {
  security_group_id            = aws_security_group.orders.id
  referenced_security_group_id = aws_security_group.shop.id
  ip_protocol                  = "-1"
}
