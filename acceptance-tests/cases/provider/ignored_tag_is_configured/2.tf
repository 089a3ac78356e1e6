provider "aws" {
  default_tags {
    tags = { cost = "1" }
  }

  ignore_tags {
    keys = ["cost"]
  }
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
  tags = { own = "x" }
}
