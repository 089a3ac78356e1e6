# Import by the ARN of the worker configuration.
terraform import aws_mskconnect_worker_configuration.json arn:aws:kafkaconnect:eu-central-1:123456789012:worker-configuration/json-without-schemas/0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d-2
