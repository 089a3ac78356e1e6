resource "aws_kinesis_stream" "s" {
  name        = "sc-dc"
  shard_count = 1
}
