data "aws_vpc" "default" {
  default = true
}

data "aws_subnet" "one" {
  vpc_id            = data.aws_vpc.default.id
  availability_zone = "us-east-1a"
  default_for_az    = true
}

output "free_addresses" {
  value = data.aws_subnet.one.available_ip_address_count
}
