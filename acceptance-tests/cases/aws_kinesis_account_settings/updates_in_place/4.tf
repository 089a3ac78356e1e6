resource "aws_kinesis_account_settings" "this" {
}
