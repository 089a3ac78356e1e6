resource "aws_default_security_group" "g" {
}

data "aws_vpc_security_group_rules" "left" {
  filter {
    name   = "group-id"
    values = [aws_default_security_group.g.id]
  }

  lifecycle {
    postcondition {
      condition     = length(self.ids) == 0
      error_message = "Rules are left."
    }
  }
}
