# A connector of a cluster of MSK, with everything; then with more workers, then with a fixed number of them and tags.
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
  name   = "sc-connect-full"
  vpc_id = aws_vpc.v.id
}

resource "aws_msk_cluster" "c" {
  cluster_name           = "sc-connect-full"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = "kafka.m5.large"
    client_subnets  = aws_subnet.s[*].id
    security_groups = [aws_security_group.g.id]
    storage_info {
      ebs_storage_info {
        volume_size = 10
      }
    }
  }

  client_authentication {
    sasl {
      iam = true
    }
  }
}

resource "aws_s3_bucket" "b" {
  bucket        = "sc-connect-full"
  force_destroy = true
}

resource "aws_mskconnect_custom_plugin" "p" {
  name         = "sc-connect-full"
  content_type = "ZIP"

  location {
    s3 {
      bucket_arn = aws_s3_bucket.b.arn
      file_key   = "sink.zip"
    }
  }
}

resource "aws_mskconnect_worker_configuration" "w" {
  name                    = "sc-connect-full"
  properties_file_content = <<-EOT
    key.converter=org.apache.kafka.connect.storage.StringConverter
    value.converter=org.apache.kafka.connect.storage.StringConverter
  EOT
}

resource "aws_iam_role" "r" {
  name = "sc-connect-full"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "kafkaconnect.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_cloudwatch_log_group" "l" {
  name = "sc-connect-logs"
}

resource "aws_s3_bucket" "l" {
  bucket        = "sc-connect-logs"
  force_destroy = true
}

resource "aws_iam_role" "l" {
  name = "sc-connect-logs"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "firehose.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_kinesis_firehose_delivery_stream" "l" {
  name        = "sc-connect-logs"
  destination = "extended_s3"

  extended_s3_configuration {
    role_arn   = aws_iam_role.l.arn
    bucket_arn = aws_s3_bucket.l.arn
  }

  tags = {
    LogDeliveryEnabled = "placeholder"
  }

  lifecycle {
    ignore_changes = [tags["LogDeliveryEnabled"]]
  }
}

resource "aws_mskconnect_connector" "c" {
  name                       = "sc-connect-full"
  description                = "sc"
  kafkaconnect_version       = "2.7.1"
  service_execution_role_arn = aws_iam_role.r.arn

  capacity {
    autoscaling {
      mcu_count        = 2
      min_worker_count = 4
      max_worker_count = 6

      scale_in_policy {
        cpu_utilization_percentage = 25
      }

      scale_out_policy {
        cpu_utilization_percentage = 75
      }
    }
  }

  connector_configuration = {
    "connector.class" = "com.github.jcustenborder.kafka.connect.simulator.SimulatorSinkConnector"
    "tasks.max"       = "1"
    "topics"          = "t1"
  }

  kafka_cluster {
    apache_kafka_cluster {
      bootstrap_servers = aws_msk_cluster.c.bootstrap_brokers_sasl_iam

      vpc {
        security_groups = [aws_security_group.g.id]
        subnets         = aws_subnet.s[*].id
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
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.l.name
      }

      firehose {
        enabled         = true
        delivery_stream = aws_kinesis_firehose_delivery_stream.l.name
      }

      s3 {
        enabled = true
        bucket  = aws_s3_bucket.l.id
        prefix  = "logs/"
      }
    }
  }
}
