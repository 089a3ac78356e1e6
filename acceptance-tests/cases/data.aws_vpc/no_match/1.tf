data "aws_vpc" "orders" {
  cidr_block = "10.200.0.0/16"
  tags       = { Name = "orders" }
}

data "aws_subnet" "orders" {
  id = "subnet-0123456789abcdef0"
}

data "aws_security_group" "orders" {
  name = "orders"
}

data "aws_vpc_security_group_rule" "orders" {
  security_group_rule_id = "sgr-0123456789abcdef0"
}
