# Import by the ARN of the topic.
terraform import aws_sns_topic_data_protection_policy.orders arn:aws:sns:eu-central-1:123456789012:orders
