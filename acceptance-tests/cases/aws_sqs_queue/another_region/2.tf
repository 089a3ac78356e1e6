# Naming the provider's own region changes nothing; another region is another queue.
resource "aws_sqs_queue" "here" {
  name   = "orders"
  region = "us-east-1"
}

resource "aws_sqs_queue" "there" {
  name   = "orders"
  region = "eu-central-1"
}
