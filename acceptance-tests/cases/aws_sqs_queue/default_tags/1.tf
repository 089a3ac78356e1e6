provider "aws" {
  default_tags {
    tags = {
      team    = "shop"
      service = "none"
    }
  }
}

resource "aws_sqs_queue" "orders" {
  name = "orders"

  tags = {
    service = "orders"
  }

  lifecycle {
    postcondition {
      condition     = self.tags_all == tomap({ team = "shop", service = "orders" })
      error_message = "The tags of the resource win."
    }
  }
}
