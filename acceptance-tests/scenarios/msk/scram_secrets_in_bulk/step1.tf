# More secrets than one call may name, then most of them away, then others.
resource "aws_vpc" "v" {
  cidr_block = "10.32.0.0/16"
}

resource "aws_subnet" "s" {
  count             = 3
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.32.${count.index}.0/24"
  availability_zone = "us-east-1${["a", "b", "c"][count.index]}"
}

resource "aws_security_group" "g" {
  name   = "sc-msk-scram"
  vpc_id = aws_vpc.v.id
}

resource "aws_kms_key" "k" {
  description             = "sc"
  deletion_window_in_days = 7
}

resource "aws_secretsmanager_secret" "s" {
  count                   = 23
  name                    = "AmazonMSK_sc-many-${count.index}"
  kms_key_id              = aws_kms_key.k.id
  recovery_window_in_days = 0
}

resource "aws_msk_cluster" "c" {
  cluster_name           = "sc-msk-scram"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = "kafka.m5.large"
    client_subnets  = aws_subnet.s[*].id
    security_groups = [aws_security_group.g.id]
  }

  client_authentication {
    sasl {
      scram = true
    }
  }
}

resource "aws_msk_scram_secret_association" "a" {
  cluster_arn     = aws_msk_cluster.c.arn
  secret_arn_list = aws_secretsmanager_secret.s[*].arn
}
