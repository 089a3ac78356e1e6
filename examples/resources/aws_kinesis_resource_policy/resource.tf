resource "aws_kinesis_stream" "orders" {
  name        = "orders"
  shard_count = 1
}

data "aws_iam_policy_document" "analytics" {
  statement {
    actions = [
      "kinesis:DescribeStreamSummary",
      "kinesis:GetRecords",
      "kinesis:GetShardIterator",
      "kinesis:ListShards",
    ]
    resources = [aws_kinesis_stream.orders.arn]

    principals {
      type        = "AWS"
      identifiers = ["210987654321"]
    }
  }
}

# Another account reads the stream.
resource "aws_kinesis_resource_policy" "analytics" {
  resource_arn = aws_kinesis_stream.orders.arn
  policy       = data.aws_iam_policy_document.analytics.json
}
