# Two of three subnets of a serverless cluster share a zone.
resource "aws_vpc" "v" {
  cidr_block = "10.60.0.0/16"
}

resource "aws_subnet" "s" {
  count             = 3
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.60.${count.index}.0/24"
  availability_zone = "us-east-1${["a", "b", "b"][count.index]}"
}

resource "aws_security_group" "g" {
  name   = "sc-msk-sl-zones"
  vpc_id = aws_vpc.v.id
}

resource "aws_msk_serverless_cluster" "c" {
  cluster_name = "sc-msk-sl-zones"

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
