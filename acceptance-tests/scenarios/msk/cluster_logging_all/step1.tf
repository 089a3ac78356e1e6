# Logs go to all three places, to none, and to two.
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
  name   = "sc-msk-logs"
  vpc_id = aws_vpc.v.id
}

resource "aws_msk_cluster" "c" {
  cluster_name           = "sc-msk-logs"
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

  logging_info {
    broker_logs {
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
        prefix  = "logs/msk-"
      }
    }
  }
}

resource "aws_cloudwatch_log_group" "l" {
  name = "sc-msk-logs"
}

resource "aws_s3_bucket" "l" {
  bucket        = "sc-msk-logs"
  force_destroy = true
}

resource "aws_iam_role" "l" {
  name = "sc-msk-logs"
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
  name        = "sc-msk-logs"
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
