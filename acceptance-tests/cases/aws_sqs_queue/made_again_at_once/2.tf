resource "aws_sqs_queue" "other" {
  name = "other"
}
