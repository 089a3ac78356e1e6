resource "aws_security_group" "clients" {
  count = 3
  name  = "rb-client-${count.index}"
}

resource "terraform_data" "ports" {
  input = [80, 443, 443]
}

locals {
  rules = concat(
    [for g in aws_security_group.clients : { port = 8080, group = g.id, networks = null }],
    [{ port = 8080, group = null, networks = ["10.1.0.0/16"] }],
    [for p in terraform_data.ports.output : { port = p, group = null, networks = ["10.2.0.0/16"] }],
  )
}

resource "aws_security_group" "g" {
  name = "rb-dynamic"

  dynamic "ingress" {
    for_each = [for g in aws_security_group.clients : g.id]
    content {
      from_port       = 9000
      to_port         = 9000
      protocol        = "tcp"
      security_groups = [ingress.value]
    }
  }
  dynamic "ingress" {
    for_each = [8080, 8081]
    content {
      from_port       = ingress.value
      to_port         = ingress.value
      protocol        = "tcp"
      security_groups = [aws_security_group.clients[0].id]
    }
  }
}

resource "aws_security_group" "unknown_count" {
  name = "rb-dynamic-count"

  dynamic "ingress" {
    for_each = local.rules
    content {
      from_port       = ingress.value.port
      to_port         = ingress.value.port
      protocol        = "tcp"
      cidr_blocks     = ingress.value.networks
      security_groups = ingress.value.group == null ? null : [ingress.value.group]
    }
  }
}
