resource "aws_kinesis_stream" "s" {
  name        = "sc-metrics"
  shard_count = 1
}
