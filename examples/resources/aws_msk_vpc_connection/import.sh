# A connection is imported by its ARN.
terraform import aws_msk_vpc_connection.orders arn:aws:kafka:eu-central-1:123456789012:vpc-connection/123456789012/orders/0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d-2
