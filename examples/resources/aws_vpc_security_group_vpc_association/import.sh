# Import by the IDs of the security group and the VPC.
terraform import aws_vpc_security_group_vpc_association.shop sg-0123456789abcdef0,vpc-0123456789abcdef0
