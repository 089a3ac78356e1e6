# Credentials of Apple's by token; the bundle and the team are told, and gone outside it is made anew.
resource "aws_sns_platform_application" "a" {
  name                     = "sc-pa-token"
  platform                 = "APNS_SANDBOX"
  platform_credential      = "-----BEGIN PRIVATE KEY-----abc-----END PRIVATE KEY-----"
  platform_principal       = "ABCDE12345"
  apple_platform_team_id   = "ABCDEFGHIJ"
  apple_platform_bundle_id = "com.example.sc"
}
