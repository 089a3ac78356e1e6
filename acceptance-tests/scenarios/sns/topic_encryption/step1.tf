# A key of SNS's own, one of the account's, none.
resource "aws_sns_topic" "t" {
  name              = "sc-topic-kms"
  kms_master_key_id = "alias/aws/sns"
}
