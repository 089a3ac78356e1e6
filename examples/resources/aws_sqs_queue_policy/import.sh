# Import by the URL of the queue.
terraform import aws_sqs_queue_policy.orders https://sqs.eu-central-1.amazonaws.com/123456789012/orders
