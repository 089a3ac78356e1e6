# A stream that takes its time to be made, to be changed and to go.
resource "aws_kinesis_stream" "s" {
  name             = "sc-slow"
  shard_count      = 1
  retention_period = 30
}
