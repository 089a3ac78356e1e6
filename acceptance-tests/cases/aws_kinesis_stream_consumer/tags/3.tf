resource "aws_kinesis_stream" "orders" {
  name        = "orders"
  shard_count = 1
}

resource "aws_kinesis_stream_consumer" "search" {
  name       = "search"
  stream_arn = aws_kinesis_stream.orders.arn
}
