resource "aws_mq_broker" "b" {
  broker_name                = "case-capitals"
  engine_type                = "ActiveMQ"
  engine_version             = "5.18"
  deployment_mode            = "SINGLE_INSTANCE"
  host_instance_type         = "mq.m5.large"
  auto_minor_version_upgrade = true
  authentication_strategy    = "SIMPLE"
  storage_type               = "EBS"

  maintenance_window_start_time {
    day_of_week = "MONDAY"
    time_of_day = "03:00"
    time_zone   = "UTC"
  }

  user {
    username = "first"
    password = "FirstPassword1234"
  }
}
