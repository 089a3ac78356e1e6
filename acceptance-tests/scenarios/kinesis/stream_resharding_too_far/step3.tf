resource "aws_kinesis_stream" "s" {
  name        = "sc-reshard-far"
  shard_count = 1
}
