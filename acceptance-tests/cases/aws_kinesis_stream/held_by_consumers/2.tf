resource "aws_kinesis_stream" "orders" {
  name        = "other"
  shard_count = 1
}
