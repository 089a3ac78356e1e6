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
  name   = "sc-msk-version-old"
  vpc_id = aws_vpc.v.id
}

resource "aws_msk_cluster" "c" {
  cluster_name           = "sc-msk-version-old"
  kafka_version          = "2.7.1"
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
}
