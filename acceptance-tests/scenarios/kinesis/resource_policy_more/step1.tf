# Refused where the stream is not there; taken along where the stream is replaced; gone with it.
resource "aws_kinesis_resource_policy" "p" {
  resource_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/sc-nowhere"
  policy = jsonencode({
    Version = "2012-10-17"
    Id      = "one"
    Statement = [{
      Sid       = "read"
      Effect    = "Allow"
      Principal = { AWS = "123456789012" }
      Action    = ["kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords"]
      Resource  = "arn:aws:kinesis:us-east-1:123456789012:stream/sc-nowhere"
    }]
  })
}
