resource "aws_kinesis_account_settings" "this" {
  minimum_throughput_billing_commitment {
    status = "ENABLED"
  }
}
