# A serverless cluster in two VPCs; a third subnet forces a new one.
resource "aws_vpc" "v" {
  cidr_block = "10.3.0.0/16"
}

resource "aws_subnet" "s" {
  count             = 3
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.3.${count.index}.0/24"
  availability_zone = "us-east-1${["a", "b", "c"][count.index]}"
}

resource "aws_security_group" "g" {
  name   = "sc-serverless-vpcs"
  vpc_id = aws_vpc.v.id
}

resource "aws_vpc" "w" {
  cidr_block = "10.4.0.0/16"
}

resource "aws_subnet" "w" {
  count             = 2
  vpc_id            = aws_vpc.w.id
  cidr_block        = "10.4.${count.index}.0/24"
  availability_zone = "us-east-1${["a", "b"][count.index]}"
}

resource "aws_msk_serverless_cluster" "c" {
  cluster_name = "sc-serverless-vpcs"
  vpc_config {
    subnet_ids         = slice(aws_subnet.s[*].id, 0, 2)
    security_group_ids = [aws_security_group.g.id]
  }
  vpc_config {
    subnet_ids = aws_subnet.w[*].id
  }
  client_authentication {
    sasl {
      iam {
        enabled = true
      }
    }
  }
}
