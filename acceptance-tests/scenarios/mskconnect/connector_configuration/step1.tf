# Everything a connector has; then another configuration, in place, and tags.
resource "aws_s3_bucket" "b" {
  bucket = "sc-connect-config"
}

resource "aws_mskconnect_custom_plugin" "p" {
  name         = "sc-connect-config"
  content_type = "ZIP"

  location {
    s3 {
      bucket_arn = aws_s3_bucket.b.arn
      file_key   = "sink.zip"
    }
  }
}

resource "aws_mskconnect_worker_configuration" "w" {
  name                    = "sc-connect-config"
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
  name   = "sc-connect-config"
  vpc_id = aws_vpc.v.id
}

resource "aws_iam_role" "r" {
  name = "sc-connect-config"
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
  name                       = "sc-connect-config"
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
