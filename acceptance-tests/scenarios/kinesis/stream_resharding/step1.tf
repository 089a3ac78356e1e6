# Up to double, down to half, and to what is no power of two.
resource "aws_kinesis_stream" "s" {
  name        = "sc-reshard"
  shard_count = 1
}
