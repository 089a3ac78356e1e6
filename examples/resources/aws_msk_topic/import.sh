# Import by the ARN of the cluster and the name of the topic.
terraform import aws_msk_topic.orders arn:aws:kafka:eu-central-1:123456789012:cluster/orders/0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d-2,orders
