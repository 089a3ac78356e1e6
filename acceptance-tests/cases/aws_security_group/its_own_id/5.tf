resource "aws_security_group" "web" {
  name = "web"

  ingress {
    from_port = 9092
    to_port   = 9093
    protocol  = "tcp"
    self      = true
  }
}
