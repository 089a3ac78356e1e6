provider "aws" {
  region     = "us-east-1"
  user_agent = ["orders/1.2.0 (team a)", "pipeline"]
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}
