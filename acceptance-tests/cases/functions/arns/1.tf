resource "aws_sqs_queue" "orders" {
  name = provider::aws::arn_parse("arn:aws:sqs:us-east-1:123456789012:orders").resource

  lifecycle {
    postcondition {
      condition     = provider::aws::arn_parse(self.arn).service == "sqs"
      error_message = "The ARN of a queue is one of SQS."
    }
  }
}
