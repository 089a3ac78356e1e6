provider "aws" {
  default_tags {
    tags = {
      owner = "core"
    }
  }
}

data "aws_default_tags" "all" {}

output "tags" {
  value = data.aws_default_tags.all.tags

  precondition {
    condition     = data.aws_default_tags.all.tags == tomap({ owner = "core" })
    error_message = "The tags are others."
  }
}
