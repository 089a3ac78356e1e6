resource "aws_sns_sms_preferences" "all" {
  default_sms_type = "Transactional"
}
