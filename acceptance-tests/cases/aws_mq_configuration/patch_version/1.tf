resource "aws_mq_configuration" "orders" {
  name           = "orders"
  engine_type    = "ActiveMQ"
  engine_version = "5.18.4"
  data           = "<broker xmlns=\"http://activemq.apache.org/schema/core\"/>"
}
