resource "terraform_data" "shards" {
  input = 9
}

resource "aws_kinesis_stream" "orders" {
  name        = "orders"
  shard_count = terraform_data.shards.output
}
