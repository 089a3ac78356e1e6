resource "aws_kinesis_stream" "s" {
  name                = "sc-metrics"
  shard_count         = 1
  shard_level_metrics = ["OutgoingBytes", "OutgoingRecords"]
}
