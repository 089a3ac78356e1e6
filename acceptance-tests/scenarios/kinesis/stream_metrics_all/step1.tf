# ALL is seven metrics.
resource "aws_kinesis_stream" "s" {
  name                = "sc-metrics"
  shard_count         = 1
  shard_level_metrics = ["IncomingBytes", "OutgoingBytes"]
}
