resource "aws_kms_key" "k" {
  description             = "sc"
  deletion_window_in_days = 7
}

resource "aws_kinesis_stream" "s" {
  name                = "sc-more-drift"
  shard_count         = 2
  encryption_type     = "KMS"
  kms_key_id          = aws_kms_key.k.id
  shard_level_metrics = ["IncomingBytes"]
  tags = {
    keep = "yes"
  }
}
