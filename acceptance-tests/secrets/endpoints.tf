resource "aws_mq_broker" "ordinary" {
  broker_name                = "ordinary"
  engine_type                = "ActiveMQ"
  engine_version             = "5.18"
  auto_minor_version_upgrade = true
  host_instance_type         = "mq.t3.micro"

  user {
    username = "admin"
    password = "Planted-ordinary"
  }
}

resource "aws_mq_broker" "write_only" {
  broker_name                = "write-only"
  engine_type                = "ActiveMQ"
  engine_version             = "5.18"
  auto_minor_version_upgrade = true
  host_instance_type         = "mq.t3.micro"
  user_passwords_wo          = { admin = "Planted-write-only" }
  user_passwords_wo_version  = 1

  user {
    username = "admin"
  }
}

resource "aws_sns_platform_application" "app" {
  name                = "app"
  platform            = "GCM"
  platform_credential = "Planted-credential"
}
