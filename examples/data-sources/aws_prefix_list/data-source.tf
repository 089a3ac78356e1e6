data "aws_prefix_list" "s3" {
  name = "com.amazonaws.us-east-1.s3"
}

output "networks" {
  value = data.aws_prefix_list.s3.cidr_blocks
}
