data "aws_vpcs" "all" {
  filter {
    name   = "state"
    values = ["available"]
  }
}

output "vpcs" {
  value = data.aws_vpcs.all.ids
}
