resource "aws_glue_registry" "orders" {
  registry_name = "orders"
}

data "aws_glue_registry" "orders" {
  name = aws_glue_registry.orders.registry_name
}

output "registry_arn" {
  value = data.aws_glue_registry.orders.arn
}
