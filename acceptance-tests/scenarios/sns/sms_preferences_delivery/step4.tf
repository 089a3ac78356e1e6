resource "aws_sns_sms_preferences" "p" {
  monthly_spend_limit = -1
}
