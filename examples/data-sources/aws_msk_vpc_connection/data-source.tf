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
  name        = "kafka"
  description = "Brokers of Kafka"
  vpc_id      = data.aws_vpc.default.id
}

resource "aws_msk_cluster" "orders" {
  cluster_name           = "orders"
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

    connectivity_info {
      vpc_connectivity {
        client_authentication {
          sasl {
            iam = true
          }
        }
      }
    }
  }

  client_authentication {
    sasl {
      iam = true
    }
  }
}

resource "aws_security_group" "clients" {
  name        = "kafka-clients"
  description = "Clients of Kafka"
  vpc_id      = data.aws_vpc.default.id
}

resource "aws_msk_vpc_connection" "orders" {
  authentication     = "SASL_IAM"
  target_cluster_arn = aws_msk_cluster.orders.arn
  vpc_id             = data.aws_vpc.default.id
  client_subnets     = slice(sort(data.aws_subnets.default.ids), 0, 3)
  security_groups    = [aws_security_group.clients.id]
}

data "aws_msk_vpc_connection" "orders" {
  arn = aws_msk_vpc_connection.orders.arn
}

output "authentication" {
  value = data.aws_msk_vpc_connection.orders.authentication
}
