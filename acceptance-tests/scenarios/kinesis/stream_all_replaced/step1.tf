# A stream on demand with a consumer and policies on both; another name replaces them all.
locals {
  name = "sc-all-one"
}

resource "aws_kinesis_stream" "s" {
  name                = local.name
  shard_level_metrics = ["IncomingBytes"]
  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}

resource "aws_kinesis_stream_consumer" "c" {
  name       = "sc-consumer"
  stream_arn = aws_kinesis_stream.s.arn
}

resource "aws_kinesis_resource_policy" "s" {
  resource_arn = aws_kinesis_stream.s.arn
  policy       = data.aws_iam_policy_document.s.json
}

resource "aws_kinesis_resource_policy" "c" {
  resource_arn = aws_kinesis_stream_consumer.c.arn
  policy       = data.aws_iam_policy_document.c.json
}

data "aws_iam_policy_document" "s" {
  statement {
    actions   = ["kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
    resources = [aws_kinesis_stream.s.arn]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::210987654321:root"]
    }
  }
}

data "aws_iam_policy_document" "c" {
  statement {
    actions   = ["kinesis:SubscribeToShard"]
    resources = [aws_kinesis_stream_consumer.c.arn]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::210987654321:root"]
    }
  }
}

data "aws_kinesis_stream" "d" {
  name = aws_kinesis_stream.s.name
}

output "shards" {
  value = length(data.aws_kinesis_stream.d.open_shards)
}

