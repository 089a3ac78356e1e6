resource "aws_kinesis_stream" "s" {
  name        = "sc-rp2"
  shard_count = 1
}

resource "aws_kinesis_resource_policy" "p" {
  resource_arn = aws_kinesis_stream.s.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Id      = "one"
    Statement = [{
      Sid       = "read"
      Effect    = "Allow"
      Principal = { AWS = "123456789012" }
      Action    = ["kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords"]
      Resource  = aws_kinesis_stream.s.arn
    }]
  })
}
