data "aws_vpc" "default" {
  default = true
}

resource "aws_default_security_group" "g" {
  vpc_id = data.aws_vpc.default.id

  ingress {
    from_port = 0
    to_port   = 0
    protocol  = "-1"
    self      = true
  }

  egress = []

  tags = {
    Name = "two"
  }
}
