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
  name   = "sc-msk-scram-gone"
  vpc_id = aws_vpc.v.id
}

resource "aws_msk_cluster" "c" {
  cluster_name           = "sc-msk-scram-gone"
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

  client_authentication {
    sasl {
      scram = true
    }
  }
}

resource "aws_kms_key" "k" {
  description             = "sc-msk-scram-gone"
  deletion_window_in_days = 7
}

resource "aws_secretsmanager_secret" "s" {
  count                   = 2
  name                    = "AmazonMSK_sc-msk-scram-gone-${count.index}"
  kms_key_id              = aws_kms_key.k.key_id
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "s" {
  count         = 2
  secret_id     = aws_secretsmanager_secret.s[count.index].id
  secret_string = jsonencode({ username = "user${count.index}", password = "pass" })
}

resource "aws_secretsmanager_secret_policy" "s" {
  count      = 2
  secret_arn = aws_secretsmanager_secret.s[count.index].arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AWSKafkaResourcePolicy"
      Effect    = "Allow"
      Principal = { Service = "kafka.amazonaws.com" }
      Action    = "secretsmanager:getSecretValue"
      Resource  = aws_secretsmanager_secret.s[count.index].arn
    }]
  })
}

resource "aws_msk_scram_secret_association" "a" {
  cluster_arn     = aws_msk_cluster.c.arn
  secret_arn_list = aws_secretsmanager_secret.s[*].arn

  depends_on = [aws_secretsmanager_secret_version.s]
}
