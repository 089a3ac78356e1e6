# A schema is imported by its ARN.
terraform import aws_glue_schema.order_placed arn:aws:glue:eu-central-1:123456789012:schema/orders/order-placed
