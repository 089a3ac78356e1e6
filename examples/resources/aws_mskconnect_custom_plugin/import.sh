# Import by the ARN of the plugin.
terraform import aws_mskconnect_custom_plugin.orders_sink arn:aws:kafkaconnect:eu-central-1:123456789012:custom-plugin/orders-sink-1-2-0/0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d-2
