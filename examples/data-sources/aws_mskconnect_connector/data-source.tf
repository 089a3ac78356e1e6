data "aws_mskconnect_connector" "orders_sink" {
  name = "orders-sink"
}

output "version" {
  value = data.aws_mskconnect_connector.orders_sink.version
}
