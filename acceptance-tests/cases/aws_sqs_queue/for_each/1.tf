resource "aws_sqs_queue" "orders" {
  for_each = toset(["de", "fr", "us"])

  name = "orders-${each.key}"
}
