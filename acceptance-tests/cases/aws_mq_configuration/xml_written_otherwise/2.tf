resource "aws_mq_configuration" "orders" {
  name           = "orders"
  engine_type    = "ActiveMQ"
  engine_version = "5.18"

  data = <<-XML
    <?xml version="1.0" encoding="UTF-8"?>
    <broker xmlns='http://activemq.apache.org/schema/core'>

      <!-- Messages survive a restart. -->
      <plugins>
        <forcePersistencyModeBrokerPlugin persistenceFlag="true"></forcePersistencyModeBrokerPlugin>
        <timeStampingBrokerPlugin
          zeroExpirationOverride="86400000"
          ttlCeiling="86400000"
        />
      </plugins>
    </broker>
  XML
}
