# Import by the ID of the default security group of the VPC.
terraform import aws_default_security_group.closed sg-0123456789abcdef0
