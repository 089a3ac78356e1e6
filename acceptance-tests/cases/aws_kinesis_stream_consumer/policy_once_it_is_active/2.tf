resource "aws_kinesis_stream" "orders" {
  name        = "orders"
  shard_count = 1
}

resource "aws_kinesis_stream_consumer" "search" {
  name       = "search"
  stream_arn = aws_kinesis_stream.orders.arn
}

resource "aws_kinesis_resource_policy" "search" {
  resource_arn = aws_kinesis_stream_consumer.search.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "210987654321" }
      Action    = "kinesis:SubscribeToShard"
      Resource  = aws_kinesis_stream_consumer.search.arn
    }]
  })
}
