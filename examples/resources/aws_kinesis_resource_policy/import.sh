# A policy is imported by the ARN of the stream or the consumer.
terraform import aws_kinesis_resource_policy.analytics arn:aws:kinesis:eu-central-1:123456789012:stream/orders
