resource "aws_sns_platform_application" "a" {
  name                = "sc-pa-noprincipal"
  platform            = "GCM"
  platform_credential = "key"
}
