resource "aws_mq_configuration" "orders" {
  name           = "orders"
  engine_type    = "RabbitMQ"
  engine_version = "3.13"

  data = <<-CONF
    # Consumers have half an hour.
    channel_max=100

    consumer_timeout   =   1800000 # ms
  CONF
}
