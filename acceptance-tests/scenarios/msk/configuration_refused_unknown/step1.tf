# A property that MSK does not let anybody set.
resource "aws_msk_configuration" "c" {
  name              = "sc-msk-refused"
  server_properties = <<-EOT
    broker.id = 1
  EOT
}
