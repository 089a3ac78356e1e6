# Import by the URL of the queue.
terraform import aws_sqs_queue_redrive_allow_policy.orders_dead https://sqs.eu-central-1.amazonaws.com/123456789012/orders-dead
