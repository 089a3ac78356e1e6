resource "aws_kinesis_stream" "s" {
  name        = "sc-mode"
  shard_count = 2
  stream_mode_details {
    stream_mode = "PROVISIONED"
  }
}
