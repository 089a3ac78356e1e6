resource "aws_security_group" "web" {
  name = "web"

  ingress {
    from_port   = 53
    to_port     = 53
    protocol    = "17"
    cidr_blocks = ["10.1.0.0/16"]
  }

  ingress {
    description = "web"
    from_port   = 80
    to_port     = 80
    protocol    = "TCP"
    cidr_blocks = ["10.2.0.0/16", "10.1.0.0/16"]
  }
}
