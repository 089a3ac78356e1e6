# A security group is imported by its id.
terraform import aws_security_group.orders sg-0123456789abcdef0
