# What the data sources are asked for is not there.
data "aws_msk_cluster" "d" {
  cluster_name = "sc-nobody"
}

data "aws_msk_bootstrap_brokers" "d" {
  cluster_arn = "arn:aws:kafka:us-east-1:123456789012:cluster/sc-nobody/11111111-2222-3333-4444-555555555555-5"
}

data "aws_msk_vpc_connection" "d" {
  arn = "arn:aws:kafka:us-east-1:123456789012:vpc-connection/123456789012/sc-nobody/11111111-2222-3333-4444-555555555555-5"
}

data "aws_msk_kafka_version" "d" {
  version = "9.9.9"
}
