resource "aws_mq_configuration" "activemq" {
  name                    = "activemq"
  description             = "Times of messages are those of the broker"
  engine_type             = "ActiveMQ"
  engine_version          = "5.17.6"
  authentication_strategy = "simple"

  data = <<-XML
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <broker xmlns="http://activemq.apache.org/schema/core">
      <plugins>
        <timeStampingBrokerPlugin ttlCeiling="86400000" zeroExpirationOverride="86400000"/>
      </plugins>
    </broker>
  XML

  tags = {
    service = "orders"
  }
}

resource "aws_mq_configuration" "minimal" {
  name           = "minimal"
  engine_type    = "ActiveMQ"
  engine_version = "5.17.6"
  data           = "<broker xmlns=\"http://activemq.apache.org/schema/core\"></broker>"
}

resource "aws_mq_configuration" "rabbitmq" {
  name           = "rabbitmq"
  engine_type    = "RabbitMQ"
  engine_version = "3.13"

  data = <<-CONF
    # Half an hour.
    consumer_timeout = 1800000
  CONF
}
