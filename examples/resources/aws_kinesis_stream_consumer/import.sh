# A consumer is imported by its ARN.
terraform import aws_kinesis_stream_consumer.search arn:aws:kinesis:eu-central-1:123456789012:stream/orders/consumer/search:1616044553
