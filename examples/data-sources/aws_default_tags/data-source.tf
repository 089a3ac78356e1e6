data "aws_default_tags" "all" {}

output "tags" {
  value = data.aws_default_tags.all.tags
}
