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

resource "aws_msk_serverless_cluster" "clicks" {
  cluster_name = "clicks"

  vpc_config {
    subnet_ids         = slice(sort(data.aws_subnets.default.ids), 0, 2)
    security_group_ids = [aws_security_group.kafka.id]
  }

  client_authentication {
    sasl {
      iam {
        enabled = true
      }
    }
  }

  tags = {
    service = "clicks"
  }
}

output "bootstrap_brokers" {
  value = aws_msk_serverless_cluster.clicks.bootstrap_brokers_sasl_iam
}
