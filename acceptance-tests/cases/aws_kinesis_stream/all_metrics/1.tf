resource "aws_kinesis_stream" "orders" {
  name        = "orders"
  shard_count = 1

  shard_level_metrics = ["ALL"]
}
