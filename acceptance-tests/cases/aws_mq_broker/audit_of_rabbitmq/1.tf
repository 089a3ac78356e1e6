resource "aws_mq_broker" "b" {
  broker_name                = "case-rabbit"
  engine_type                = "RabbitMQ"
  engine_version             = "3.13"
  host_instance_type         = "mq.m5.large"
  auto_minor_version_upgrade = true
  security_groups            = []

  logs {
    audit = true
  }

  user {
    username = "admin"
    password = "AdminPassword1234"
  }
}
