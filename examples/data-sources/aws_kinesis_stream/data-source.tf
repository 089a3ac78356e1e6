resource "aws_kinesis_stream" "orders" {
  name        = "orders"
  shard_count = 1
}

data "aws_kinesis_stream" "orders" {
  name = aws_kinesis_stream.orders.name
}

output "open_shards" {
  value = length(data.aws_kinesis_stream.orders.open_shards)
}
