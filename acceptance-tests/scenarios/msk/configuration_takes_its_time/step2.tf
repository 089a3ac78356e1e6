resource "aws_msk_configuration" "c" {
  name              = "sc-msk-slow"
  kafka_versions    = ["3.6.0"]
  server_properties = <<-EOT
    auto.create.topics.enable = false
    log.retention.hours=24
  EOT
}
