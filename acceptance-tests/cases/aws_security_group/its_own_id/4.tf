data "aws_security_group" "web" {
  name = "web"
}

# A group that names itself by its id, where others write `self = true`.
resource "aws_security_group" "web" {
  name = "web"

  ingress {
    from_port       = 9092
    to_port         = 9093
    protocol        = "tcp"
    security_groups = [data.aws_security_group.web.id]
  }
}
