resource "aws_mskconnect_worker_configuration" "json" {
  name        = "json-without-schemas"
  description = "Values are JSON, and secrets come from AWS Secrets Manager"

  properties_file_content = <<-EOT
    key.converter=org.apache.kafka.connect.storage.StringConverter
    value.converter=org.apache.kafka.connect.json.JsonConverter
    value.converter.schemas.enable=false
    config.providers=secretsmanager
    config.providers.secretsmanager.class=com.amazonaws.kafka.config.providers.SecretsManagerConfigProvider
  EOT
}

data "aws_mskconnect_worker_configuration" "json" {
  name = aws_mskconnect_worker_configuration.json.name
}

output "revision" {
  value = data.aws_mskconnect_worker_configuration.json.latest_revision
}
