resource "aws_sqs_queue" "grave" {
  name = "grave"
}

resource "aws_sqs_queue" "work" {
  name = "work"

  policy               = ""
  redrive_policy       = ""
  redrive_allow_policy = ""
}
