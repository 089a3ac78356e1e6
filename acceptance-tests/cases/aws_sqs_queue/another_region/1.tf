# Two regions through one provider; the second queue is where the provider is not.
resource "aws_sqs_queue" "here" {
  name = "orders"
}

resource "aws_sqs_queue" "there" {
  name   = "orders"
  region = "eu-west-1"

  lifecycle {
    postcondition {
      condition     = self.arn == replace(aws_sqs_queue.here.arn, "/:[a-z]+-[a-z]+-[0-9]:/", ":eu-west-1:")
      error_message = "The queue is in the region that was asked for."
    }
  }
}
