# A credential of Apple's goes with a principal.
resource "aws_sns_platform_application" "a" {
  name                = "sc-pa-noprincipal"
  platform            = "APNS"
  platform_credential = "private-key"
}
