resource "terraform_data" "release" {
  input = "r1"
}

provider "aws" {
  default_tags {
    tags = {
      team    = "orders"
      release = terraform_data.release.output
    }
  }
}

resource "aws_sqs_queue" "with" {
  name = "with"
  tags = { own = "x" }
}

resource "aws_sqs_queue" "without" {
  name = "without"

  lifecycle {
    postcondition {
      condition     = try(length(self.tags), 0) == 0
      error_message = "No tag of the provider is the queue's own."
    }
    postcondition {
      condition     = self.tags_all == tomap({ team = "orders", release = "r1" })
      error_message = "It has the tags of the provider."
    }
  }
}

resource "aws_sns_topic" "orders" {
  name = "orders"
}

resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_ingress_rule" "orders" {
  security_group_id = aws_security_group.orders.id
  ip_protocol       = "-1"
  cidr_ipv4         = "10.0.0.0/8"
  tags              = { own = "x" }
}
