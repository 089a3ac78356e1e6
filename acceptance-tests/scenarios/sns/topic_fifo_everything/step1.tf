# A FIFO topic with all that it may have, imported.
resource "aws_sns_topic" "t" {
  name                        = "sc-fifo-all.fifo"
  fifo_topic                  = true
  content_based_deduplication = true
  fifo_throughput_scope       = "MessageGroup"
  archive_policy              = jsonencode({ MessageRetentionPeriod = "365" })
  display_name                = "all"
  kms_master_key_id           = "alias/aws/sns"
  signature_version           = 2
  tracing_config              = "PassThrough"
  tags = {
    a = "b"
  }
}
