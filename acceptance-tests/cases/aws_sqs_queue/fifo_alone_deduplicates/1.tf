resource "aws_sqs_queue" "orders" {
  name                        = "orders"
  content_based_deduplication = true
}
