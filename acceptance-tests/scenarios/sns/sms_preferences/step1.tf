# Preferences of text messages: set, changed, wrong.
resource "aws_sns_sms_preferences" "p" {
  default_sms_type    = "Transactional"
  default_sender_id   = "sc"
  monthly_spend_limit = 1
}
