# Certificates are asked for by TLS; in plaintext nobody is asked.
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
  name   = "sc-msk-mtls-plain"
  vpc_id = aws_vpc.v.id
}

resource "aws_msk_cluster" "c" {
  cluster_name           = "sc-msk-mtls-plain"
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

  encryption_info {
    encryption_in_transit {
      client_broker = "TLS_PLAINTEXT"
    }
  }

  client_authentication {
    tls {
      certificate_authority_arns = ["arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/12345678-1234-1234-1234-123456789012"]
    }
  }
}

output "addresses" {
  value = [for it in [aws_msk_cluster.c.bootstrap_brokers, aws_msk_cluster.c.bootstrap_brokers_tls] : it == "" ? "none" : "some"]
}
