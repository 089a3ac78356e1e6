resource "aws_mq_configuration" "orders" {
  name           = "orders"
  description    = "Idle queues are dropped, slow consumers cut off"
  engine_type    = "ActiveMQ"
  engine_version = "5.18"

  data = <<-XML
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <broker xmlns="http://activemq.apache.org/schema/core" schedulerSupport="true">
      <destinationPolicy>
        <policyMap>
          <policyEntries>
            <policyEntry queue="orders.&gt;" gcInactiveDestinations="true" inactiveTimoutBeforeGC="600000"/>
            <policyEntry topic="prices.&gt;">
              <slowConsumerStrategy>
                <abortSlowConsumerStrategy abortConnection="true"/>
              </slowConsumerStrategy>
            </policyEntry>
          </policyEntries>
        </policyMap>
      </destinationPolicy>
      <plugins>
        <forcePersistencyModeBrokerPlugin persistenceFlag="true"/>
        <statisticsBrokerPlugin/>
      </plugins>
    </broker>
  XML

  tags = {
    service = "orders"
  }
}

resource "aws_mq_configuration" "payments" {
  name           = "payments"
  engine_type    = "RabbitMQ"
  engine_version = "3.13"

  # Consumers have 30 minutes to acknowledge a message.
  data = <<-CONF
    consumer_timeout = 1800000
  CONF
}
