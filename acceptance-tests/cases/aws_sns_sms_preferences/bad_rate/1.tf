resource "aws_sns_sms_preferences" "all" {
  delivery_status_success_sampling_rate = "101"
}
