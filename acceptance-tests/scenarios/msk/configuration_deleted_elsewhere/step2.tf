resource "aws_msk_configuration" "c" {
  name              = "sc-msk-gone"
  server_properties = <<-EOT
    auto.create.topics.enable = false
    log.retention.hours=24
  EOT
}
