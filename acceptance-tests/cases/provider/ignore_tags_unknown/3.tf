resource "terraform_data" "settings" {
  input = { ignored = "cost" }
}

provider "aws" {
  ignore_tags {
    keys = [terraform_data.settings.output.ignored]
  }
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
  tags = { own = "y" }
}
