# Nodes of a cluster without ZooKeeper, as the data source lists them.
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
  name   = "sc-msk-kraft-nodes"
  vpc_id = aws_vpc.v.id
}

resource "aws_msk_cluster" "c" {
  cluster_name           = "sc-msk-kraft-nodes"
  kafka_version          = "3.9.x.kraft"
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

data "aws_msk_broker_nodes" "d" {
  cluster_arn = aws_msk_cluster.c.arn
}

data "aws_msk_cluster" "d" {
  cluster_name = aws_msk_cluster.c.cluster_name
}

output "ids" {
  value = [for n in data.aws_msk_broker_nodes.d.node_info_list : n.broker_id]
}

output "zookeeper" {
  value = data.aws_msk_cluster.d.zookeeper_connect_string
}
