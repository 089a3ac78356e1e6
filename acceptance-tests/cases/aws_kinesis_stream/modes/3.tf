resource "aws_kinesis_stream" "orders" {
  name        = "orders"
  shard_count = 5

  stream_mode_details {
    stream_mode = "PROVISIONED"
  }
}
