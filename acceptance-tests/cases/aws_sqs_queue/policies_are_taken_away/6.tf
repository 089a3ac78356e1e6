resource "aws_sqs_queue" "grave" {
  name = "grave"
}

resource "aws_sqs_queue" "work" {
  name = "work"

  policy               = jsonencode(null)
  redrive_policy       = jsonencode(null)
  redrive_allow_policy = jsonencode(null)
}
