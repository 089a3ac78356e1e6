# Two consumers, one of them replaced for its name, and both imported.
resource "aws_kinesis_stream" "s" {
  name        = "sc-consumers"
  shard_count = 1
}

resource "aws_kinesis_stream_consumer" "one" {
  name       = "sc-one"
  stream_arn = aws_kinesis_stream.s.arn
}

resource "aws_kinesis_stream_consumer" "two" {
  name       = "sc-two"
  stream_arn = aws_kinesis_stream.s.arn
}
