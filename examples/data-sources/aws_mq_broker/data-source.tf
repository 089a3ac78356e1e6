resource "aws_mq_broker" "orders" {
  broker_name                = "orders"
  engine_type                = "ActiveMQ"
  engine_version             = "5.18"
  host_instance_type         = "mq.t3.micro"
  auto_minor_version_upgrade = true

  user {
    username = "orders"
    password = "the-orders-Passw0rd"
  }
}

data "aws_mq_broker" "orders" {
  broker_name = aws_mq_broker.orders.broker_name
}

output "orders_endpoints" {
  value = data.aws_mq_broker.orders.instances[0].endpoints
}
