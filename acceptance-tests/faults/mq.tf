resource "aws_mq_broker" "orders" {
  broker_name        = "orders"
  engine_type        = "ActiveMQ"
  engine_version     = "5.17.6"
  host_instance_type = "mq.m5.large"
  apply_immediately  = true

  user {
    username = "orders"
    password = "OrdersPassword1234"
  }

  user {
    username = "operator"
    password = "OperatorPassword1234"
    groups   = ["operators"]
  }

  tags = {
    service = "orders"
  }
}
