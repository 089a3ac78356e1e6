resource "aws_mq_configuration" "orders" {
  name           = "orders"
  engine_type    = "RabbitMQ"
  engine_version = "3.13"

  lifecycle {
    postcondition {
      condition     = self.latest_revision == 3
      error_message = "The latest revision is ${self.latest_revision}."
    }
  }

  data = <<-CONF
    consumer_timeout = 900000
    channel_max = 100
  CONF
}
