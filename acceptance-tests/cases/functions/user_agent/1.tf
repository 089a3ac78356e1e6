resource "aws_sqs_queue" "orders" {
  name = "orders"
  tags = { agent = provider::aws::user_agent("orders", "1.2.0", "") }

  lifecycle {
    postcondition {
      condition     = self.tags.agent == "orders/1.2.0"
      error_message = "A product is a name and a version."
    }
  }
}
