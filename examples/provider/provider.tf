terraform {
  required_providers {
    # The name `aws` sends every aws_* resource of the module to this provider.
    aws = {
      source = "aws-messaging/aws-messaging"
    }
  }
}

provider "aws" {
  region = "eu-central-1"

  default_tags {
    tags = {
      team = "orders"
    }
  }
}
