resource "terraform_data" "settings" {
  input = { region = "us-east-1" }
}

provider "aws" {
  region = terraform_data.settings.output.region
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sqs_queue" "changed" {
  name          = "changed"
  delay_seconds = 2
}

resource "aws_sqs_queue" "added" {
  name = "added"
}

resource "aws_sns_topic" "orders" {
  name = "orders"
}
