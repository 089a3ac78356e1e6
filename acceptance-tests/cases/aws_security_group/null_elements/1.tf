variable "none" {
  type    = string
  default = null
}

resource "aws_security_group" "orders" {
  name = "orders"

  ingress {
    from_port       = 80
    to_port         = 80
    protocol        = "tcp"
    cidr_blocks     = ["10.0.0.0/8", var.none]
    security_groups = [var.none]
  }
}
