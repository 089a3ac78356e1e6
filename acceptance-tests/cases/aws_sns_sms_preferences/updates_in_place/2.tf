resource "aws_sns_sms_preferences" "all" {
  default_sms_type    = "Transactional"
  default_sender_id   = "Orders"
  monthly_spend_limit = 1
}
