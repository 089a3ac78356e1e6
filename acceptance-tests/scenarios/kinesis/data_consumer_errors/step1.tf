# By its stream alone, while it is the only one; two are too many, none is too few.
resource "aws_kinesis_stream" "s" {
  name        = "sc-dc"
  shard_count = 1
}

resource "aws_kinesis_stream_consumer" "c" {
  name       = "sc-consumer"
  stream_arn = aws_kinesis_stream.s.arn
}

data "aws_kinesis_stream_consumer" "d" {
  stream_arn = aws_kinesis_stream_consumer.c.stream_arn
}
