resource "aws_msk_configuration" "orders" {
  name = "orders"

  server_properties = provider::aws::server_properties({
    "auto.create.topics.enable" = false
    "log.retention.hours"       = 72
  })
}
