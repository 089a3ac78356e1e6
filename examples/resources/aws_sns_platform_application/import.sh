# Import by the ARN of the platform application.
terraform import aws_sns_platform_application.orders arn:aws:sns:eu-central-1:123456789012:app/GCM/orders
