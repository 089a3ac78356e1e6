resource "aws_mq_broker" "b" {
  broker_name                = "case-rabbit"
  engine_type                = "RabbitMQ"
  engine_version             = "3.13"
  host_instance_type         = "mq.m5.large"
  auto_minor_version_upgrade = true
  user_passwords_wo          = { admin = "AdminPassword1234" }
  user_passwords_wo_version  = 1

  encryption_options {
    use_aws_owned_key = true
  }

  logs {
    audit   = "false"
    general = true
  }

  user {
    username = "admin"
  }
}
