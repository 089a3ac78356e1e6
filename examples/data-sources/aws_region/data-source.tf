data "aws_region" "current" {}

data "aws_region" "ireland" {
  name = "eu-west-1"
}

output "regions" {
  value = [data.aws_region.current.name, data.aws_region.ireland.description]
}
