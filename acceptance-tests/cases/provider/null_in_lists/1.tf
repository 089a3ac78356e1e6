provider "aws" {
  allowed_account_ids = ["123456789012", null]

  ignore_tags {
    keys = [null]
  }
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}
