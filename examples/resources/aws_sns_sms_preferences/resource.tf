resource "aws_sns_sms_preferences" "all" {
  default_sender_id   = "Orders"
  default_sms_type    = "Transactional"
  monthly_spend_limit = 1
}
