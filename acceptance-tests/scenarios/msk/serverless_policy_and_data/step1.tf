# A policy, addresses of a serverless cluster; the data source for clusters does not find it.
resource "aws_vpc" "v" {
  cidr_block = "10.60.0.0/16"
}

resource "aws_subnet" "s" {
  count             = 2
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.60.${count.index}.0/24"
  availability_zone = "us-east-1${["a", "b", "c"][count.index]}"
}

resource "aws_security_group" "g" {
  name   = "sc-msk-sl-data"
  vpc_id = aws_vpc.v.id
}

resource "aws_msk_serverless_cluster" "c" {
  cluster_name = "sc-msk-sl-data"

  client_authentication {
    sasl {
      iam {
        enabled = true
      }
    }
  }

  vpc_config {
    subnet_ids         = aws_subnet.s[*].id
    security_group_ids = [aws_security_group.g.id]
  }
}

resource "aws_msk_cluster_policy" "p" {
  cluster_arn = aws_msk_serverless_cluster.c.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "sc"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Action    = ["kafka:Describe*", "kafka:Get*", "kafka:CreateVpcConnection", "kafka:GetBootstrapBrokers"]
      Resource  = aws_msk_serverless_cluster.c.arn
    }]
  })
}

data "aws_msk_bootstrap_brokers" "d" {
  cluster_arn = aws_msk_serverless_cluster.c.arn
}

output "found" {
  value = [
    data.aws_msk_bootstrap_brokers.d.bootstrap_brokers,
    data.aws_msk_bootstrap_brokers.d.bootstrap_brokers_sasl_iam == "" ? "" : "some",
    data.aws_msk_bootstrap_brokers.d.bootstrap_brokers_tls,
  ]
}
