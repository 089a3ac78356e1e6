data "aws_mskconnect_custom_plugin" "orders_sink" {
  name = "orders-sink-1-2-0"
}

output "revision" {
  value = data.aws_mskconnect_custom_plugin.orders_sink.latest_revision
}
