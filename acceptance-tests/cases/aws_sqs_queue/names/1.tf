resource "aws_sqs_queue" "prefixed" {
  name_prefix = "orders-"

  lifecycle {
    postcondition {
      condition     = startswith(self.name, "orders-") && length(self.name) == length("orders-") + 26
      error_message = "The prefix is followed by 26 characters, not as in ${self.name}."
    }
  }
}

resource "aws_sqs_queue" "prefixed_fifo" {
  name_prefix = "orders-"
  fifo_queue  = true

  lifecycle {
    postcondition {
      condition     = startswith(self.name, "orders-") && endswith(self.name, ".fifo")
      error_message = "The name of a FIFO queue ends with .fifo, not as in ${self.name}."
    }
  }
}

resource "aws_sqs_queue" "unnamed" {
  lifecycle {
    postcondition {
      condition     = startswith(self.name, "terraform-") && self.name_prefix == "terraform-"
      error_message = "A queue without a name gets one, not ${self.name}."
    }
  }
}
