# Fifty streams on demand, and one more.
resource "aws_kinesis_stream" "s" {
  name = "sc-one-more"
  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}
