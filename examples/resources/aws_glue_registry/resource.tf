resource "aws_glue_registry" "orders" {
  registry_name = "orders"
  description   = "Records of the order system"

  tags = {
    Team = "orders"
  }
}
