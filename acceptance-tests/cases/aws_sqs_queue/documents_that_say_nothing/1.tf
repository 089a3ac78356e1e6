# Modules encode an empty map where their caller gives nothing.
variable "filter" {
  type    = map(list(string))
  default = {}
}
resource "aws_sns_topic" "t" {
  name            = "orders"
  delivery_policy = jsonencode({})
}
resource "aws_sqs_queue" "q" {
  name                 = "orders"
  redrive_policy       = jsonencode({})
  redrive_allow_policy = jsonencode({})
}
resource "aws_sqs_queue" "p" {
  name   = "orders-policy"
  policy = jsonencode({})
}
resource "aws_sns_topic_subscription" "s" {
  topic_arn     = aws_sns_topic.t.arn
  protocol      = "sqs"
  endpoint      = aws_sqs_queue.p.arn
  filter_policy = jsonencode(var.filter)
}
