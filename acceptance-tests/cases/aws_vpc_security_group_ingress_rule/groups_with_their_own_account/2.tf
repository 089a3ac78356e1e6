data "aws_caller_identity" "here" {}

resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_security_group" "clients" {
  name = "clients"
}

resource "aws_vpc_security_group_ingress_rule" "kafka" {
  security_group_id            = aws_security_group.orders.id
  ip_protocol                  = "tcp"
  from_port                    = 9092
  to_port                      = 9092
  referenced_security_group_id = aws_security_group.orders.id
}

resource "aws_security_group" "web" {
  name = "web"

  ingress {
    from_port       = 80
    to_port         = 80
    protocol        = "tcp"
    security_groups = [aws_security_group.orders.id]
  }
}
