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

resource "aws_mskconnect_custom_plugin" "sink" {
  name         = "sink"
  content_type = "ZIP"

  location {
    s3 {
      bucket_arn = "arn:aws:s3:::kafka-connect-plugins"
      file_key   = "sink-1.zip"
    }
  }
}

resource "aws_mskconnect_connector" "sink" {
  name                       = "sink"
  kafkaconnect_version       = "2.7.1"
  service_execution_role_arn = "arn:aws:iam::123456789012:role/sink"

  capacity {
    provisioned_capacity {
      mcu_count    = 3
      worker_count = 1
    }
  }

  connector_configuration = {
    "connector.class" = "com.example.Sink"
    "topics"          = "orders"
  }

  kafka_cluster {
    apache_kafka_cluster {
      bootstrap_servers = "b-1.example.com:9094"

      vpc {
        security_groups = [aws_security_group.connect.id]
        subnets         = slice(sort(data.aws_subnets.default.ids), 0, 2)
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
      arn      = aws_mskconnect_custom_plugin.sink.arn
      revision = aws_mskconnect_custom_plugin.sink.latest_revision
    }
  }
}
