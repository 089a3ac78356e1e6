provider "aws" {
  region     = "us-east-1"
  user_agent = ["orders\n"]
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}
