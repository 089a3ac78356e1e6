# Each change is a revision; one made elsewhere is a drift, and without versions any Kafka goes.
resource "aws_msk_configuration" "c" {
  name              = "sc-msk-revisions"
  description       = "first"
  server_properties = <<-EOT
    auto.create.topics.enable = false
    log.retention.hours=24
  EOT
}
