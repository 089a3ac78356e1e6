variable "plugin_bucket_arn" {
  description = "ARN of the S3 bucket with the plugin's file."
  type        = string
}

variable "role_arn" {
  description = "ARN of the IAM role of the connector, which kafkaconnect.amazonaws.com may assume."
  type        = string
}

data "aws_vpc" "default" {
  default = true
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

resource "aws_security_group" "connect" {
  name        = "orders-sink"
  description = "Workers of MSK Connect"
  vpc_id      = data.aws_vpc.default.id
}

resource "aws_mskconnect_custom_plugin" "orders_sink" {
  name         = "orders-sink-1-2-0"
  description  = "Writes orders to the search index"
  content_type = "ZIP"

  location {
    s3 {
      bucket_arn = var.plugin_bucket_arn
      file_key   = "orders-sink-1.2.0.zip"
    }
  }
}

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

resource "aws_mskconnect_connector" "orders_sink" {
  name                       = "orders-sink"
  kafkaconnect_version       = "2.7.1"
  service_execution_role_arn = var.role_arn

  capacity {
    autoscaling {
      min_worker_count = 1
      max_worker_count = 4

      scale_in_policy {
        cpu_utilization_percentage = 20
      }

      scale_out_policy {
        cpu_utilization_percentage = 80
      }
    }
  }

  connector_configuration = {
    "connector.class" = "com.example.OrdersSink"
    "tasks.max"       = "4"
    "topics"          = "orders"
    # Workers resolve it: neither state nor plan has the password.
    "index.password" = "$${secretsmanager:search-index:password}"
  }

  kafka_cluster {
    apache_kafka_cluster {
      bootstrap_servers = "b-1.orders.example.com:9098,b-2.orders.example.com:9098"

      vpc {
        security_groups = [aws_security_group.connect.id]
        subnets         = slice(sort(data.aws_subnets.default.ids), 0, 3)
      }
    }
  }

  kafka_cluster_client_authentication {
    authentication_type = "IAM"
  }

  kafka_cluster_encryption_in_transit {
    encryption_type = "TLS"
  }

  plugin {
    custom_plugin {
      arn      = aws_mskconnect_custom_plugin.orders_sink.arn
      revision = aws_mskconnect_custom_plugin.orders_sink.latest_revision
    }
  }

  worker_configuration {
    arn      = aws_mskconnect_worker_configuration.json.arn
    revision = aws_mskconnect_worker_configuration.json.latest_revision
  }
}

data "aws_mskconnect_connector" "orders_sink" {
  name = aws_mskconnect_connector.orders_sink.name
}

output "version" {
  value = data.aws_mskconnect_connector.orders_sink.version
}
