resource "aws_security_group" "web" {
  name = "web"
}

resource "aws_security_group" "again" {
  name = "web"
}
