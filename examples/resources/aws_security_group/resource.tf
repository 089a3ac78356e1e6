resource "aws_security_group" "orders" {
  name        = "orders"
  description = "Clients of the orders broker"

  ingress {
    description = "AMQP from the office and from the services"
    from_port   = 5671
    to_port     = 5671
    protocol    = "tcp"
    cidr_blocks = ["10.20.0.0/16", "192.0.2.0/24"]
  }

  ingress {
    description = "Members of the group reach each other"
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    self        = true
  }

  egress {
    description      = "HTTPS"
    from_port        = 443
    to_port          = 443
    protocol         = "tcp"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }

  tags = {
    service = "orders"
  }
}

# `name_prefix` lets the new group be created before the old one is destroyed.
resource "aws_security_group" "payments" {
  name_prefix = "payments-"

  ingress {
    from_port       = 5671
    to_port         = 5671
    protocol        = "tcp"
    security_groups = [aws_security_group.orders.id]
  }

  lifecycle {
    create_before_destroy = true
  }
}
