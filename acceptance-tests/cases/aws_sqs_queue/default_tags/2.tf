provider "aws" {
  default_tags {
    tags = {
      team = "orders"
    }
  }
}

resource "aws_sqs_queue" "orders" {
  name = "orders"

  tags = {
    service = "orders"
  }
}
