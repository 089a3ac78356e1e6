# The converters of keys and of values are needed.
resource "aws_mskconnect_worker_configuration" "w" {
  name                    = "sc-connect-refused"
  properties_file_content = <<-EOT
    key.converter=org.apache.kafka.connect.storage.StringConverter
  EOT
}
