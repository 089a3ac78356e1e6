resource "aws_security_group" "orders" {
  name        = "orders"
  description = "Who may connect to orders"

  ingress {
    from_port   = 8080
    to_port     = 8080
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
    description = "clients"
  }

  ingress {
    from_port = 8443
    to_port   = 8443
    protocol  = "tcp"
    self      = true
  }

  tags = {
    service = "orders"
  }
}
