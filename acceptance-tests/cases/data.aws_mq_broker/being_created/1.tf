# As hashicorp/aws, it tells what there is: nobody waits for another's broker.
data "aws_mq_broker" "orders" {
  broker_name = "orders"
}

output "instances" {
  value = data.aws_mq_broker.orders.instances
}
