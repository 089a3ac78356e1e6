resource "aws_security_group" "web" {
  name = "web"

  timeouts {
    delete = "30s"
  }
}
