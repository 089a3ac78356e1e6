resource "aws_sqs_queue" "orders" {
  for_each = toset(["de", "it"])

  name = "orders-${each.key}"
}
