# A value that Kafka does not take.
resource "aws_msk_configuration" "c" {
  name              = "sc-msk-refused"
  server_properties = <<-EOT
    auto.create.topics.enable = perhaps
  EOT
}
