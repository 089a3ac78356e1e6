# Kafka is upgraded together with another configuration.
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
  name   = "sc-msk-conf-up"
  vpc_id = aws_vpc.v.id
}

resource "aws_msk_cluster" "c" {
  cluster_name           = "sc-msk-conf-up"
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

  configuration_info {
    arn      = aws_msk_configuration.a.arn
    revision = aws_msk_configuration.a.latest_revision
  }
}

resource "aws_msk_configuration" "a" {
  name              = "sc-msk-conf-up-a"
  kafka_versions    = ["3.6.0"]
  server_properties = <<-EOT
    auto.create.topics.enable = true
  EOT
}

resource "aws_msk_configuration" "b" {
  name              = "sc-msk-conf-up-b"
  kafka_versions    = ["3.8.x"]
  server_properties = <<-EOT
    auto.create.topics.enable = true
  EOT
}
