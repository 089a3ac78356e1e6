resource "aws_security_group" "web" {
  name = "web"

  timeouts {
    create = "5m"
    delete = "1m"
  }
}
