resource "aws_mq_broker" "b" {
  broker_name                = "case"
  engine_type                = "ActiveMQ"
  engine_version             = "5.18"
  host_instance_type         = "mq.m5.large"
  auto_minor_version_upgrade = true
  apply_immediately          = true
  security_groups            = ["sg-0000000b"]

  logs {
    general = true
    audit   = true
  }

  maintenance_window_start_time {
    day_of_week = "FRIDAY"
    time_of_day = "02:00"
    time_zone   = "CET"
  }

  user {
    username       = "first"
    password       = "AnotherPassword1234"
    console_access = true
    groups         = ["one", "two"]
  }

  user {
    username = "newcomer"
    password = "NewcomerPassword1234"
  }

  tags = {
    a = "1"
  }
}
