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
  name        = "kafka-topics"
  description = "Brokers of Kafka"
  vpc_id      = data.aws_vpc.default.id
}

resource "aws_msk_cluster" "orders" {
  cluster_name           = "topics"
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

resource "aws_msk_topic" "orders" {
  cluster_arn        = aws_msk_cluster.orders.arn
  name               = "orders"
  partition_count    = 3
  replication_factor = 3
}
