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
  name   = "sc-msk-vpc-scram"
  vpc_id = aws_vpc.v.id
}

resource "aws_msk_cluster" "c" {
  cluster_name           = "sc-msk-vpc-scram"
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
    connectivity_info {
      vpc_connectivity {
        client_authentication {
          sasl {
            scram = true
          }
          tls = true
        }
      }
    }
  }

  client_authentication {
    sasl {
      scram = true
    }
    tls {
      certificate_authority_arns = ["arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/12345678-1234-1234-1234-123456789012"]
    }
  }
}

resource "aws_vpc" "client" {
  cidr_block = "10.61.0.0/16"
}

resource "aws_subnet" "client" {
  count             = 3
  vpc_id            = aws_vpc.client.id
  cidr_block        = "10.61.${count.index}.0/24"
  availability_zone = "us-east-1${["a", "b", "c"][count.index]}"
}

resource "aws_security_group" "client" {
  name   = "sc-msk-vpc-scram-client"
  vpc_id = aws_vpc.client.id
}

resource "aws_msk_vpc_connection" "v" {
  authentication     = "TLS"
  target_cluster_arn = aws_msk_cluster.c.arn
  vpc_id             = aws_vpc.client.id
  client_subnets     = aws_subnet.client[*].id
  security_groups    = [aws_security_group.client.id]
}
