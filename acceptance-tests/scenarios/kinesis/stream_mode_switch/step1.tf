# Provisioned, on demand, provisioned again with the shards that it had.
resource "aws_kinesis_stream" "s" {
  name        = "sc-mode"
  shard_count = 2
}
