# A log group is imported by its name.
terraform import aws_cloudwatch_log_group.brokers /aws/msk/orders
