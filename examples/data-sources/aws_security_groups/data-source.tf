resource "aws_security_group" "orders" {
  name = "orders"

  tags = {
    service = "orders"
  }
}

data "aws_security_groups" "orders" {
  tags = {
    service = "orders"
  }

  depends_on = [aws_security_group.orders]
}

output "groups" {
  value = data.aws_security_groups.orders.ids
}
