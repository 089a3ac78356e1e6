resource "aws_kinesis_stream" "s" {
  name        = "sc-rp2"
  shard_count = 1
}
