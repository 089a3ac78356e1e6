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
  name   = "sc-serverless-tags"
  vpc_id = aws_vpc.v.id
}

resource "aws_msk_serverless_cluster" "c" {
  cluster_name = "sc-serverless-tags"
  vpc_config {
    subnet_ids         = slice(aws_subnet.s[*].id, 0, 2)
    security_group_ids = [aws_security_group.g.id]
  }
  client_authentication {
    sasl {
      iam {
        enabled = true
      }
    }
  }

  tags = {
    a = "2"
    b = "1"
  }
}
