resource "aws_glue_registry" "orders" {
  registry_name = "orders"
}

resource "aws_glue_schema" "order_placed" {
  schema_name   = "order-placed"
  registry_arn  = aws_glue_registry.orders.arn
  data_format   = "AVRO"
  compatibility = "BACKWARD"

  schema_definition = jsonencode({
    type      = "record"
    name      = "OrderPlaced"
    namespace = "com.example.orders"
    fields = [
      { name = "id", type = "string" },
      { name = "total", type = "double" },
      { name = "currency", type = "string", default = "EUR" },
    ]
  })
}
