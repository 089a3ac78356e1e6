provider "aws" {
  region                = "us-east-1"
  tag_policy_compliance = "error"

  default_tags {
    tags = { Owner = "shop" }
  }
}

resource "aws_sqs_queue" "orders" {
  name          = "orders"
  delay_seconds = 5
}

resource "aws_sns_topic" "orders" {
  name = "orders"
}
