# A configuration and the cluster that uses a revision of it; the cluster goes first.
resource "aws_vpc" "v" {
  cidr_block = "10.31.0.0/16"
}

resource "aws_subnet" "s" {
  count             = 3
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.31.${count.index}.0/24"
  availability_zone = "us-east-1${["a", "b", "c"][count.index]}"
}

resource "aws_security_group" "g" {
  name   = "sc-msk-in-use"
  vpc_id = aws_vpc.v.id
}

resource "aws_msk_configuration" "c" {
  name              = "sc-msk-in-use"
  kafka_versions    = ["3.6.0"]
  server_properties = "num.partitions = 3"
}

resource "aws_msk_cluster" "k" {
  cluster_name           = "sc-msk-in-use"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = "kafka.m5.large"
    client_subnets  = aws_subnet.s[*].id
    security_groups = [aws_security_group.g.id]
  }

  configuration_info {
    arn      = aws_msk_configuration.c.arn
    revision = aws_msk_configuration.c.latest_revision
  }

  client_authentication {
    sasl {
      iam = true
    }
  }
}
