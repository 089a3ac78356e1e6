resource "aws_kinesis_stream" "s" {
  name        = "sc-pc"
  shard_count = 1
}

resource "aws_kinesis_stream_consumer" "c" {
  name       = "sc-consumer"
  stream_arn = aws_kinesis_stream.s.arn
}

resource "aws_kinesis_resource_policy" "p" {
  resource_arn = aws_kinesis_stream_consumer.c.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Id      = "one"
    Statement = [{
      Sid       = "read"
      Effect    = "Allow"
      Principal = { AWS = "123456789012" }
      Action    = "kinesis:SubscribeToShard"
      Resource  = aws_kinesis_stream_consumer.c.arn
    }]
  })
}
