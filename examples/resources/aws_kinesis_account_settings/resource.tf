resource "aws_kinesis_account_settings" "this" {
  minimum_throughput_billing_commitment {
    status = "ENABLED"
  }
}

# A stream that takes in 200 MiB per second from the start.
resource "aws_kinesis_stream" "clicks" {
  name                   = "clicks"
  warm_throughput_mib_ps = 200

  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }

  depends_on = [aws_kinesis_account_settings.this]
}
