# The default security group of a VPC is imported by its id.
terraform import aws_default_security_group.closed sg-0123456789abcdef0
