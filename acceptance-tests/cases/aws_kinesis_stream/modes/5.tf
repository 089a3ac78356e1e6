resource "aws_kinesis_stream" "orders" {
  name        = "orders"
  shard_count = 1

  stream_mode_details {
    stream_mode = "PROVISIONED"
  }
}
