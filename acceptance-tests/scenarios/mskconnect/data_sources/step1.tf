# What the data sources find by name.
resource "aws_s3_bucket" "b" {
  bucket = "sc-connect-data"
}

resource "aws_mskconnect_custom_plugin" "p" {
  name         = "sc-connect-data"
  content_type = "ZIP"

  location {
    s3 {
      bucket_arn = aws_s3_bucket.b.arn
      file_key   = "sink.zip"
    }
  }
}

resource "aws_mskconnect_worker_configuration" "w" {
  name                    = "sc-connect-data"
  properties_file_content = <<-EOT
    key.converter=org.apache.kafka.connect.storage.StringConverter
    value.converter=org.apache.kafka.connect.storage.StringConverter
  EOT
}

resource "aws_vpc" "v" {
  cidr_block = "10.40.0.0/16"
}

resource "aws_subnet" "s" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.40.1.0/24"
}

resource "aws_security_group" "g" {
  name   = "sc-connect-data"
  vpc_id = aws_vpc.v.id
}

resource "aws_iam_role" "r" {
  name = "sc-connect-data"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "kafkaconnect.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_mskconnect_connector" "c" {
  name                       = "sc-connect-data"
  kafkaconnect_version       = "2.7.1"
  service_execution_role_arn = aws_iam_role.r.arn

  capacity {
    provisioned_capacity {
      mcu_count    = 1
      worker_count = 2
    }
  }

  connector_configuration = {
    "connector.class"     = "com.example.SinkConnector"
    "tasks.max"           = "1"
    "topics"              = "orders"
    "connection.password" = "secret"
  }

  kafka_cluster {
    apache_kafka_cluster {
      bootstrap_servers = "b-1.example.com:9094,b-2.example.com:9094"

      vpc {
        security_groups = [aws_security_group.g.id]
        subnets         = [aws_subnet.s.id]
      }
    }
  }

  kafka_cluster_client_authentication {
    authentication_type = "NONE"
  }

  kafka_cluster_encryption_in_transit {
    encryption_type = "TLS"
  }

  plugin {
    custom_plugin {
      arn      = aws_mskconnect_custom_plugin.p.arn
      revision = aws_mskconnect_custom_plugin.p.latest_revision
    }
  }

  worker_configuration {
    arn      = aws_mskconnect_worker_configuration.w.arn
    revision = aws_mskconnect_worker_configuration.w.latest_revision
  }

  log_delivery {
    worker_log_delivery {
      s3 {
        enabled = true
        bucket  = aws_s3_bucket.b.id
        prefix  = "logs/"
      }
    }
  }

  tags = {
    a = "1"
  }
}

data "aws_mskconnect_connector" "c" {
  name = aws_mskconnect_connector.c.name
}

data "aws_mskconnect_custom_plugin" "p" {
  name = aws_mskconnect_custom_plugin.p.name
}

data "aws_mskconnect_worker_configuration" "w" {
  name = aws_mskconnect_worker_configuration.w.name
}

output "connector" {
  value = data.aws_mskconnect_connector.c.arn == aws_mskconnect_connector.c.arn
}

output "plugin" {
  value = [data.aws_mskconnect_custom_plugin.p.state, data.aws_mskconnect_custom_plugin.p.latest_revision]
}

output "worker_configuration" {
  value = data.aws_mskconnect_worker_configuration.w.properties_file_content
}
