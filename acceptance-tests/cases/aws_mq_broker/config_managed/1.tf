resource "aws_mq_configuration" "orders" {
  name           = "orders"
  engine_type    = "RabbitMQ"
  engine_version = "4.2"

  data = <<-CONF
    auth_backends.1 = oauth2
    auth_oauth2.resource_server_id = orders
  CONF
}

resource "aws_mq_broker" "orders" {
  broker_name                = "orders"
  engine_type                = "RabbitMQ"
  engine_version             = "4.2"
  host_instance_type         = "mq.m7g.large"
  authentication_strategy    = "config_managed"
  auto_minor_version_upgrade = true

  configuration {
    id       = aws_mq_configuration.orders.id
    revision = aws_mq_configuration.orders.latest_revision
  }
}
