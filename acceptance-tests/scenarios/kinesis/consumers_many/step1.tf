# Twenty consumers of a stream, and one more.
resource "aws_kinesis_stream" "s" {
  name        = "sc-many"
  shard_count = 1
}

resource "aws_kinesis_stream_consumer" "c" {
  count      = 20
  name       = "sc-many-${count.index}"
  stream_arn = aws_kinesis_stream.s.arn
}
