resource "aws_security_group" "more" {
  name = "more"
}

resource "aws_mq_broker" "orders" {
  broker_name                = "orders"
  engine_type                = "RabbitMQ"
  engine_version             = "3.13"
  auto_minor_version_upgrade = true
  host_instance_type         = "mq.m5.large"
  security_groups            = [aws_security_group.orders.id, aws_security_group.more.id]

  user {
    username = "admin"
    password = "long-enough-secret-1"
  }
}

resource "aws_security_group" "orders" {
  name = "orders"
}
