data "aws_mq_broker_engine_types" "rabbitmq" {
  engine_type = "RABBITMQ"
}

output "rabbitmq_versions" {
  value = data.aws_mq_broker_engine_types.rabbitmq.broker_engine_types[0].engine_versions[*].name
}
