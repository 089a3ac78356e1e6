resource "aws_msk_configuration" "orders" {
  name           = "orders"
  description    = "Topics are declared, and two replicas acknowledge"
  kafka_versions = ["3.8.x"]

  server_properties = <<-EOT
    auto.create.topics.enable = false
    default.replication.factor = 3
    min.insync.replicas = 2
    # A week
    log.retention.ms = 604800000
  EOT
}
