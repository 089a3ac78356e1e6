resource "aws_kinesis_stream" "s" {
  name        = "sc-reshard"
  shard_count = 2
}
