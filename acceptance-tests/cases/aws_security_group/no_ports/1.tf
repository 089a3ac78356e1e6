resource "aws_security_group" "web" {
  name = "web"

  ingress {
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}
