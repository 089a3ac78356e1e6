resource "aws_security_group" "web" {
  name = "web"

  ingress = []

  egress {
    from_port   = 587
    to_port     = 587
    protocol    = "tcp"
    cidr_blocks = ["10.9.0.0/16"]
  }
}
