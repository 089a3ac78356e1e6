# A consumer of somebody else holds the stream, until it is deleted by force.
resource "aws_kinesis_stream" "s" {
  name        = "sc-held"
  shard_count = 1
}
