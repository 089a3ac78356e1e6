# Kinesis neither triples nor quarters a stream at once; the state keeps what is.
resource "aws_kinesis_stream" "s" {
  name        = "sc-reshard-far"
  shard_count = 4
}
