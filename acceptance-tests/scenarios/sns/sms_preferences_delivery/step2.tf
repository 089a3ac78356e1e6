resource "aws_sns_sms_preferences" "p" {
  default_sms_type = "Gossip"
}
