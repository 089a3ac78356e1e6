resource "aws_kinesis_stream" "orders" {
  name        = "orders"
  shard_count = 2

  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}
