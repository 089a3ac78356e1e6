resource "aws_kinesis_stream" "s" {
  name        = "sc-c-gone"
  shard_count = 1
}

resource "aws_kinesis_stream_consumer" "c" {
  name       = "sc-consumer"
  stream_arn = aws_kinesis_stream.s.arn
}
