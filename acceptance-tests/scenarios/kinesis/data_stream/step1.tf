# What is told of a stream: open and closed shards, what it measures, its key and its tags.
resource "aws_kinesis_stream" "s" {
  name                = "sc-data"
  shard_count         = 2
  retention_period    = 72
  shard_level_metrics = ["IncomingBytes", "OutgoingBytes"]
  tags = {
    Name = "sc"
  }
}

data "aws_kinesis_stream" "d" {
  name       = aws_kinesis_stream.s.name
  depends_on = [aws_kinesis_stream.s]
  lifecycle {
    postcondition {
      condition     = length(self.open_shards) == 2 && length(self.closed_shards) == 0
      error_message = "Other shards."
    }
    postcondition {
      condition     = self.retention_period == 72 && self.status == "ACTIVE" && self.tags.Name == "sc"
      error_message = "Another stream."
    }
    postcondition {
      condition     = self.encryption_type == "NONE" && length(self.shard_level_metrics) == 2
      error_message = "Other records."
    }
  }
}
