resource "aws_sqs_queue" "orders" {
  name = provider::aws::arn_parse("orders").resource
}
