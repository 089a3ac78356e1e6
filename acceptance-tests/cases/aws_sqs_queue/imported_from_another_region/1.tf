# The provider is in us-east-1. The ids name the region.
import {
  to = aws_sqs_queue.orders
  id = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"
}

import {
  to = aws_sns_topic.orders
  id = "arn:aws:sns:eu-west-1:123456789012:orders"
}

resource "aws_sqs_queue" "orders" {
  region                  = "eu-west-1"
  name                    = "orders"
  max_message_size        = 1048576
  sqs_managed_sse_enabled = true
}

resource "aws_sns_topic" "orders" {
  region = "eu-west-1"
  name   = "orders"
}
