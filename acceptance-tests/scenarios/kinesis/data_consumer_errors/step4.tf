data "aws_kinesis_stream_consumer" "d" {
  stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/sc-nowhere"
}
