provider "aws" {
  region                = "us-east-1"
  tag_policy_compliance = "error"
}

resource "aws_sqs_queue" "orders" {
  name          = "orders"
  delay_seconds = 0
}

resource "aws_sns_topic" "orders" {
  name = "orders"
}
