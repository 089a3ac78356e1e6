resource "aws_sqs_queue" "orders" {
  name = "orders"
  tags = { agent = provider::aws::user_agent("order system", "1.2.0", "") }
}
