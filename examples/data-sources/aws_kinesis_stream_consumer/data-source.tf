resource "aws_kinesis_stream" "orders" {
  name        = "orders"
  shard_count = 1
}

resource "aws_kinesis_stream_consumer" "search" {
  name       = "search"
  stream_arn = aws_kinesis_stream.orders.arn
}

data "aws_kinesis_stream_consumer" "search" {
  name       = aws_kinesis_stream_consumer.search.name
  stream_arn = aws_kinesis_stream.orders.arn
}

output "consumer_arn" {
  value = data.aws_kinesis_stream_consumer.search.arn
}
