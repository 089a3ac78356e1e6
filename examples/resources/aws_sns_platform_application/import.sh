# A platform application is imported by its ARN.
terraform import aws_sns_platform_application.orders arn:aws:sns:eu-central-1:123456789012:app/GCM/orders
