resource "aws_kms_key" "a" {
  description             = "sc"
  deletion_window_in_days = 7
}

resource "aws_kms_key" "b" {
  description             = "sc"
  deletion_window_in_days = 7
}

resource "aws_kinesis_stream" "s" {
  name            = "sc-key-changed"
  shard_count     = 1
  encryption_type = "KMS"
  kms_key_id      = aws_kms_key.b.id
}
