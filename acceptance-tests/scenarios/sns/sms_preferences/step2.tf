resource "aws_sns_sms_preferences" "p" {
  default_sms_type    = "Promotional"
  default_sender_id   = "sc"
  monthly_spend_limit = 1
}
