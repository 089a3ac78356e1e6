# Whatever names no security group gets nothing in and nothing out.
resource "aws_default_security_group" "closed" {
  ingress = []
  egress  = []

  tags = {
    purpose = "Not to be used"
  }
}
