# A serverless cluster is imported by its ARN.
terraform import aws_msk_serverless_cluster.clicks arn:aws:kafka:eu-central-1:123456789012:cluster/clicks/0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d-s1
