resource "aws_kinesis_stream" "s" {
  name             = "sc-slow"
  shard_count      = 2
  retention_period = 24
}
