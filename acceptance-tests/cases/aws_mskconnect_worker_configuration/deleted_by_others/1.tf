resource "aws_mskconnect_worker_configuration" "json" {
  name = "json"

  properties_file_content = <<-EOT
    key.converter=org.apache.kafka.connect.storage.StringConverter
    value.converter=org.apache.kafka.connect.json.JsonConverter
  EOT
}
