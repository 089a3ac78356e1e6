# Import by the ARN of the subscription.
terraform import aws_sns_topic_subscription.shipping arn:aws:sns:eu-central-1:123456789012:orders:8a21d249-4329-4871-acc6-7be709c6ea7f
