# What the data sources find, and which revision.
resource "aws_vpc" "v" {
  cidr_block = "10.37.0.0/16"
}

resource "aws_subnet" "s" {
  count             = 3
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.37.${count.index}.0/24"
  availability_zone = "us-east-1${["a", "b", "c"][count.index]}"
}

resource "aws_security_group" "g" {
  name   = "sc-msk-data"
  vpc_id = aws_vpc.v.id
}

resource "aws_msk_cluster" "c" {
  cluster_name           = "sc-msk-data"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = "kafka.m5.large"
    client_subnets  = aws_subnet.s[*].id
    security_groups = [aws_security_group.g.id]
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

resource "aws_msk_vpc_connection" "v" {
  authentication     = "SASL_IAM"
  target_cluster_arn = aws_msk_cluster.c.arn
  vpc_id             = aws_vpc.v.id
  client_subnets     = aws_subnet.s[*].id
  security_groups    = [aws_security_group.g.id]
  tags = {
    a = "1"
  }
}

resource "aws_msk_configuration" "c" {
  name              = "sc-msk-data"
  kafka_versions    = ["3.6.0"]
  description       = "sc"
  server_properties = "num.partitions = 3"
}

data "aws_msk_configuration" "c" {
  name = aws_msk_configuration.c.name
}

data "aws_msk_vpc_connection" "v" {
  arn = aws_msk_vpc_connection.v.arn
}

output "configuration" {
  value = [data.aws_msk_configuration.c.latest_revision, data.aws_msk_configuration.c.server_properties]
}

output "vpc_connection" {
  value = [data.aws_msk_vpc_connection.v.authentication, data.aws_msk_vpc_connection.v.tags]
}
