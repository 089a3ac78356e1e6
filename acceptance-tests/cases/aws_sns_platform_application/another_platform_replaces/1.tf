resource "aws_sns_topic" "push" {
  name = "push"
}

resource "aws_sns_platform_application" "orders" {
  name                = "orders"
  platform            = "GCM"
  platform_credential = "key"
}
