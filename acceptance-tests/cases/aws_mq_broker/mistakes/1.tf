resource "aws_mq_broker" "active" {
  broker_name               = "active"
  engine_type               = "ActiveMQ"
  engine_version            = "latest"
  host_instance_type        = "m5.large"
  security_groups           = ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"]
  user_passwords_wo         = { replicator = "Secret:password1" }
  user_passwords_wo_version = 1

  maintenance_window_start_time {
    day_of_week = "MONDAY"
    time_of_day = "25:00"
    time_zone   = "UTC"
  }

  user {
    username = "orders"
    password = "Secret=password1"
  }

  user {
    username = "orders"
    password = "OrdersPassword1234"
    groups   = ["admins"]
  }

  user {
    username         = "replicator"
    console_access   = true
    replication_user = true
  }
}

resource "aws_mq_broker" "rabbit" {
  broker_name             = "rabbit"
  engine_type             = "RabbitMQ"
  engine_version          = "3.13"
  host_instance_type      = "mq.m5.large"
  authentication_strategy = "LDAP"

  ldap_server_metadata {
    hosts = ["ldap.example.com"]
  }

  user {
    username = "a b"
    password = "OrdersPassword1234"
  }
}
