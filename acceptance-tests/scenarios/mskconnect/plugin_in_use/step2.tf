resource "aws_vpc" "v" {
  cidr_block = "10.60.0.0/16"
}

resource "aws_subnet" "s" {
  count             = 3
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.60.${count.index}.0/24"
  availability_zone = "us-east-1${["a", "b", "c"][count.index]}"
}

resource "aws_security_group" "g" {
  name   = "sc-connect-min"
  vpc_id = aws_vpc.v.id
}

resource "aws_s3_bucket" "b" {
  bucket        = "sc-connect-min"
  force_destroy = true
}

resource "aws_mskconnect_custom_plugin" "p" {
  name         = "sc-connect-min-2"
  content_type = "ZIP"

  location {
    s3 {
      bucket_arn = aws_s3_bucket.b.arn
      file_key   = "sink.zip"
    }
  }
}

resource "aws_iam_role" "r" {
  name = "sc-connect-min"
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
  name                       = "sc-connect-min-2"
  kafkaconnect_version       = "2.7.1"
  service_execution_role_arn = aws_iam_role.r.arn

  capacity {
    provisioned_capacity {
      mcu_count    = 2
      worker_count = 4
    }
  }

  connector_configuration = {
    "connector.class" = "com.github.jcustenborder.kafka.connect.simulator.SimulatorSinkConnector"
    "tasks.max"       = "1"
    "topics"          = "t1"
  }

  kafka_cluster {
    apache_kafka_cluster {
      bootstrap_servers = "b-1.example.com:9092,b-2.example.com:9092"

      vpc {
        security_groups = [aws_security_group.g.id]
        subnets         = aws_subnet.s[*].id
      }
    }
  }

  kafka_cluster_client_authentication {
    authentication_type = "NONE"
  }

  kafka_cluster_encryption_in_transit {
    encryption_type = "PLAINTEXT"
  }

  plugin {
    custom_plugin {
      arn      = aws_mskconnect_custom_plugin.p.arn
      revision = aws_mskconnect_custom_plugin.p.latest_revision
    }
  }
}
