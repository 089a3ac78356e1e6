resource "aws_kinesis_stream" "s" {
  name        = "sc-tags-limit"
  shard_count = 1
  tags        = { for n in range(51) : "key${n}" => "value" }
}
