# A worker configuration, its tags, other properties.
resource "aws_mskconnect_worker_configuration" "w" {
  name                    = "sc-connect-worker"
  properties_file_content = <<-EOT
    key.converter=org.apache.kafka.connect.storage.StringConverter
    value.converter=org.apache.kafka.connect.storage.StringConverter
  EOT

  tags = {
    a = "1"
  }
}
