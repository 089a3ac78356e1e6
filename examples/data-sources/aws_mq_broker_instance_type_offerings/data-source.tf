data "aws_mq_broker_instance_type_offerings" "rabbitmq" {
  engine_type = "RABBITMQ"
}

output "instance_types_of_clusters" {
  value = [
    for it in data.aws_mq_broker_instance_type_offerings.rabbitmq.broker_instance_options :
    it.host_instance_type if contains(it.supported_deployment_modes, "CLUSTER_MULTI_AZ")
  ]
}
