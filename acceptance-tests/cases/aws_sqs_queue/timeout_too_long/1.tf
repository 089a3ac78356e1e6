resource "aws_sqs_queue" "orders" {
  name = "orders"

  timeouts {
    create = "3000000000000000h"
  }
}
