resource "aws_kms_key" "k" {
  description             = "sc"
  deletion_window_in_days = 7
}

resource "aws_sns_topic" "t" {
  name = "sc-topic-kms"
}
