resource "aws_kinesis_stream" "s" {
  name             = "sc-retention"
  shard_count      = 1
  retention_period = 25
}
