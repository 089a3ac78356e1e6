# A queue is imported by its URL.
terraform import aws_sqs_queue.orders https://sqs.eu-central-1.amazonaws.com/123456789012/orders
