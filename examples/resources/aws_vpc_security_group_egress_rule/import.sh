# Import by the ID of the rule.
terraform import aws_vpc_security_group_egress_rule.https sgr-0123456789abcdef0
