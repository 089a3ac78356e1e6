# A log stream is imported by the names of its log group and of itself.
terraform import aws_cloudwatch_log_stream.failures /orders/delivery:failures
