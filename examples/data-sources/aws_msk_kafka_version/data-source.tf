# The newest of these that MSK offers.
data "aws_msk_kafka_version" "orders" {
  preferred_versions = ["4.0.x.kraft", "3.9.x", "3.8.x"]
}

output "kafka_version" {
  value = data.aws_msk_kafka_version.orders.version
}
