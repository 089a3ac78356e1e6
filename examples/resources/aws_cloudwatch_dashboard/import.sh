# A dashboard is imported by its name.
terraform import aws_cloudwatch_dashboard.orders orders
