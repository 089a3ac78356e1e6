resource "aws_sqs_queue" "grave" {
  name = "grave"
}

resource "aws_sqs_queue" "work" {
  name = "work"
}
