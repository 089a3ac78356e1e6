resource "aws_sqs_queue" "orders" {
  name = "orders"

  timeouts {
    create = "5m"
    update = "90s"
    delete = "1h"
  }
}
