# A rule is imported by its id.
terraform import aws_vpc_security_group_ingress_rule.office sgr-0123456789abcdef0
