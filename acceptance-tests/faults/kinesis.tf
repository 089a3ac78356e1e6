resource "aws_kinesis_stream" "orders" {
  name                = "orders"
  shard_count         = 2
  retention_period    = 41
  shard_level_metrics = ["IncomingBytes"]
  encryption_type     = "KMS"
  kms_key_id          = "alias/aws/kinesis"

  tags = {
    service = "orders"
  }
}

resource "aws_kinesis_stream_consumer" "orders" {
  name       = "orders"
  stream_arn = aws_kinesis_stream.orders.arn

  tags = {
    service = "orders"
  }
}
