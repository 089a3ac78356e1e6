# A deletion takes seconds, and the name is taken until then.
resource "aws_msk_configuration" "c" {
  name              = "sc-msk-slow"
  server_properties = <<-EOT
    auto.create.topics.enable = false
    log.retention.hours=24
  EOT
}
