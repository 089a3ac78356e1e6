resource "aws_kinesis_stream" "orders" {
  name        = "orders"
  shard_count = 1

  enforce_consumer_deletion = true
}
