resource "aws_msk_configuration" "c" {
  name              = "sc-msk-revisions"
  description       = "second"
  server_properties = <<-EOT
    auto.create.topics.enable = false
    log.retention.hours=48
    # kept for a while
    log.cleanup.policy=compact,delete
  EOT
}
