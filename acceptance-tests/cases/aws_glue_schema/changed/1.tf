resource "aws_glue_registry" "orders" {
  registry_name = "orders"
}

resource "aws_glue_schema" "order" {
  schema_name   = "order"
  registry_arn  = aws_glue_registry.orders.arn
  data_format   = "AVRO"
  compatibility = "BACKWARD"

  schema_definition = jsonencode({
    type   = "record"
    name   = "Order"
    fields = [{ name = "id", type = "string" }]
  })
}
