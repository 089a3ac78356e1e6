resource "aws_sns_sms_preferences" "p" {
  delivery_status_success_sampling_rate = "101"
}
