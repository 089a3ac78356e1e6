resource "aws_mq_broker" "rabbit" {
  broker_name        = "rabbit"
  engine_type        = "RabbitMQ"
  engine_version     = "3.12.13"
  host_instance_type = "mq.m5.large"
  deployment_mode    = "ACTIVE_STANDBY_MULTI_AZ"
  storage_type       = "efs"

  user {
    username = "guest"
    password = "OrdersPassword1234"
  }

  user {
    username = "orders"
    password = "OrdersPassword1234"
  }
}

resource "aws_mq_broker" "active" {
  broker_name         = "active"
  engine_type         = "ActiveMQ"
  engine_version      = "5.17.6"
  host_instance_type  = "mq.m5.large"
  deployment_mode     = "CLUSTER_MULTI_AZ"
  resource_share_arns = ["arn:aws:ram:us-east-1:123456789012:resource-share/0a"]

  user {
    username = "orders"
    password = "OrdersPassword1234"
  }
}
