# A key that is not there, then one that is.
resource "aws_kms_key" "k" {
  description             = "sc"
  deletion_window_in_days = 7
}

resource "aws_kinesis_stream" "s" {
  name            = "sc-key"
  shard_count     = 1
  encryption_type = "KMS"
  kms_key_id      = "alias/sc-no-such-key"
}
