# A topic is imported by its ARN.
terraform import aws_sns_topic.orders arn:aws:sns:eu-central-1:123456789012:orders
