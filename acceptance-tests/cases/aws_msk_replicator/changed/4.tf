data "aws_vpc" "default" {
  default = true
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

resource "aws_security_group" "kafka" {
  name        = "kafka-replicated"
  description = "Brokers of Kafka"
  vpc_id      = data.aws_vpc.default.id
}

resource "aws_msk_cluster" "orders" {
  cluster_name           = "replicated"
  kafka_version          = "3.8.x"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = "kafka.m7g.large"
    client_subnets  = slice(sort(data.aws_subnets.default.ids), 0, 3)
    security_groups = [aws_security_group.kafka.id]

    storage_info {
      ebs_storage_info {
        volume_size = 100
      }
    }
  }

  client_authentication {
    sasl {
      iam = true
    }
  }
}

resource "aws_msk_cluster" "archive" {
  cluster_name           = "replica"
  kafka_version          = "3.8.x"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = "kafka.m7g.large"
    client_subnets  = slice(sort(data.aws_subnets.default.ids), 0, 3)
    security_groups = [aws_security_group.kafka.id]

    storage_info {
      ebs_storage_info {
        volume_size = 100
      }
    }
  }

  client_authentication {
    sasl {
      iam = true
    }
  }
}

variable "role_arn" {
  description = "IAM role with which the replicator accesses both clusters"
  type        = string
  default     = "arn:aws:iam::123456789012:role/replicator"
}

resource "aws_msk_replicator" "archive" {
  replicator_name            = "another"
  description                = "Copies all orders to the archive"
  service_execution_role_arn = var.role_arn

  kafka_cluster {
    amazon_msk_cluster {
      msk_cluster_arn = aws_msk_cluster.orders.arn
    }

    vpc_config {
      subnet_ids          = aws_msk_cluster.orders.broker_node_group_info[0].client_subnets
      security_groups_ids = [aws_security_group.kafka.id]
    }
  }

  kafka_cluster {
    amazon_msk_cluster {
      msk_cluster_arn = aws_msk_cluster.archive.arn
    }

    vpc_config {
      subnet_ids          = aws_msk_cluster.archive.broker_node_group_info[0].client_subnets
      security_groups_ids = [aws_security_group.kafka.id]
    }
  }

  replication_info_list {
    source_kafka_cluster_arn = aws_msk_cluster.orders.arn
    target_kafka_cluster_arn = aws_msk_cluster.archive.arn
    target_compression_type  = "ZSTD"

    topic_replication {
      topics_to_replicate = ["orders.*"]

      topic_name_configuration {
        type = "IDENTICAL"
      }

      starting_position {
        type = "EARLIEST"
      }
    }

    consumer_group_replication {
      consumer_groups_to_replicate = [".*"]
    }
  }
}
