resource "aws_mq_configuration" "orders" {
  name           = "orders"
  engine_type    = "ActiveMQ"
  engine_version = "5.18"

  data = <<-XML
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <broker xmlns="http://activemq.apache.org/schema/core">
      <plugins>
        <forcePersistencyModeBrokerPlugin persistenceFlag="true"/>
      </plugins>
    </broker>
  XML
}

resource "aws_mq_broker" "orders" {
  broker_name                = "orders"
  engine_type                = "ActiveMQ"
  engine_version             = "5.18"
  host_instance_type         = "mq.m5.large"
  deployment_mode            = "ACTIVE_STANDBY_MULTI_AZ"
  subnet_ids                 = ["subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002"]
  security_groups            = ["sg-0a1b2c3d4e5f60003"]
  auto_minor_version_upgrade = true
  apply_immediately          = true

  configuration {
    id       = aws_mq_configuration.orders.id
    revision = aws_mq_configuration.orders.latest_revision
  }

  logs {
    general = true
    audit   = true
  }

  maintenance_window_start_time {
    day_of_week = "SUNDAY"
    time_of_day = "03:00"
    time_zone   = "UTC"
  }

  user {
    username       = "operator"
    password       = "an-operators-Passw0rd"
    console_access = true
    groups         = ["operators"]
  }

  user {
    username = "orders"
    password = "the-orders-Passw0rd"
  }

  tags = {
    Team = "orders"
  }
}

resource "aws_mq_broker" "jobs" {
  broker_name                = "jobs"
  engine_type                = "RabbitMQ"
  engine_version             = "3.13"
  host_instance_type         = "mq.m5.large"
  deployment_mode            = "CLUSTER_MULTI_AZ"
  security_groups            = ["sg-0a1b2c3d4e5f60003"]
  auto_minor_version_upgrade = true

  logs {
    general = true
  }

  user {
    username = "admin"
    password = "an-admins-Passw0rd"
  }
}
