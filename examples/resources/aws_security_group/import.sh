# Import by the ID of the security group.
terraform import aws_security_group.orders sg-0123456789abcdef0
