# Import by the ID of the security group.
terraform import aws_vpc_security_group_rules_exclusive.orders sg-0123456789abcdef0
