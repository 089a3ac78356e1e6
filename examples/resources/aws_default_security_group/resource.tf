# Network interfaces without another security group get no traffic in or out.
resource "aws_default_security_group" "closed" {
  ingress = []
  egress  = []

  tags = {
    purpose = "Not to be used"
  }
}
