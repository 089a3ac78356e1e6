terraform {
  required_providers {
    # With the local name `aws`, all aws_* resources of the module use this provider.
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
