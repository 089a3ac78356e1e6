resource "aws_sns_sms_preferences" "p" {
  default_sender_id = "1234"
}
