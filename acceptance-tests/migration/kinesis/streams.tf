resource "aws_kinesis_stream" "full" {
  name                = "full"
  shard_count         = 2
  retention_period    = 48
  shard_level_metrics = ["IncomingBytes", "OutgoingBytes"]
  encryption_type     = "KMS"
  kms_key_id          = "alias/aws/kinesis"

  tags = {
    service = "orders"
    empty   = ""
  }

  timeouts {
    create = "10m"
  }
}

resource "aws_kinesis_stream" "minimal" {
  name        = "minimal"
  shard_count = 1
}

resource "aws_kinesis_stream" "on_demand" {
  name = "on-demand"

  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}

resource "aws_kinesis_stream_consumer" "search" {
  name       = "search"
  stream_arn = aws_kinesis_stream.full.arn
}

resource "aws_kinesis_resource_policy" "full" {
  resource_arn = aws_kinesis_stream.full.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "write"
      Effect    = "Allow"
      Principal = { AWS = "123456789012" }
      Action    = ["kinesis:PutRecord", "kinesis:PutRecords"]
      Resource  = aws_kinesis_stream.full.arn
    }]
  })
}
