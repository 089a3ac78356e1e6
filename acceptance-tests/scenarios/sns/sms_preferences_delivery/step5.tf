resource "aws_sns_sms_preferences" "p" {
}
