provider "aws" {
  region = "us-east-1"
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sqs_queue" "changed" {
  name          = "changed"
  delay_seconds = 1
}

resource "aws_sns_topic" "orders" {
  name = "orders"
}
