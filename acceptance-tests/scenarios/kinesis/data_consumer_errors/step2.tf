resource "aws_kinesis_stream" "s" {
  name        = "sc-dc"
  shard_count = 1
}

resource "aws_kinesis_stream_consumer" "c" {
  name       = "sc-consumer"
  stream_arn = aws_kinesis_stream.s.arn
}

resource "aws_kinesis_stream_consumer" "e" {
  name       = "sc-other"
  stream_arn = aws_kinesis_stream.s.arn
}

data "aws_kinesis_stream_consumer" "d" {
  stream_arn = aws_kinesis_stream_consumer.e.stream_arn
  depends_on = [aws_kinesis_stream_consumer.c]
}
