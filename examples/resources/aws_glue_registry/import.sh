# A registry is imported by its ARN.
terraform import aws_glue_registry.orders arn:aws:glue:eu-central-1:123456789012:registry/orders
