data "aws_vpc" "default" {
  default = true
}

output "networks" {
  value = data.aws_vpc.default.cidr_block_associations[*].cidr_block
}
