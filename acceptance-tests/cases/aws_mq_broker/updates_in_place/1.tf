resource "aws_mq_broker" "b" {
  broker_name                = "case"
  engine_type                = "ActiveMQ"
  engine_version             = "5.17.6"
  host_instance_type         = "mq.t3.micro"
  auto_minor_version_upgrade = false
  apply_immediately          = true
  security_groups            = ["sg-0000000a"]

  user {
    username = "first"
    password = "FirstPassword1234"
  }

  user {
    username = "leaver"
    password = "LeaverPassword1234"
  }
}
