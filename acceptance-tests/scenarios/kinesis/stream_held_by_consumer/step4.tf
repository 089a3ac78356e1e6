resource "aws_kinesis_stream" "s" {
  name                      = "sc-held-new"
  shard_count               = 1
  enforce_consumer_deletion = true
}
