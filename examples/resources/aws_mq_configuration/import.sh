# Import by the ID of the configuration.
terraform import aws_mq_configuration.orders c-0187d1eb-88c8-475a-9b79-16ef5a10c94f
