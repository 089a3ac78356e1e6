data "aws_vpc" "shop" {
  tags = {
    Name = "shop"
  }
}

resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_vpc_association" "orders" {
  security_group_id = aws_security_group.orders.id
  vpc_id            = data.aws_vpc.shop.id
}
