# Import by the ARN of the replicator.
terraform import aws_msk_replicator.archive arn:aws:kafka:eu-central-1:123456789012:replicator/archive/0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d-4
