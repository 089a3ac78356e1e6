resource "aws_security_group" "a" {
  name                   = "a"
  revoke_rules_on_delete = true
}

resource "aws_security_group" "b" {
  name                   = "b"
  revoke_rules_on_delete = true
}
