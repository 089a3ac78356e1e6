resource "aws_mq_broker" "b" {
  broker_name                = "case"
  engine_type                = "ActiveMQ"
  engine_version             = "5.18"
  host_instance_type         = "mq.t3.micro"
  auto_minor_version_upgrade = true
  apply_immediately          = true
  security_groups            = ["sg-0000000a"]

  user {
    username = "first"
    password = "FirstPassword1234"
  }

  # A reboot would take longer.
  timeouts {
    update = "30s"
  }
}
