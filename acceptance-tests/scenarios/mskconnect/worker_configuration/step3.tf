resource "aws_mskconnect_worker_configuration" "w" {
  name                    = "sc-connect-worker-two"
  properties_file_content = <<-EOT
    key.converter=org.apache.kafka.connect.storage.ByteArrayConverter
    value.converter=org.apache.kafka.connect.storage.ByteArrayConverter
  EOT

  tags = {
    b = "2"
  }
}
