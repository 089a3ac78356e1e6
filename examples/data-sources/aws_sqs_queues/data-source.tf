resource "aws_sqs_queue" "orders" {
  for_each = toset(["eu", "us"])

  name = "orders-${each.key}"
}

data "aws_sqs_queues" "orders" {
  queue_name_prefix = "orders-"

  depends_on = [aws_sqs_queue.orders]
}

output "orders_urls" {
  value = sort(data.aws_sqs_queues.orders.queue_urls)
}
