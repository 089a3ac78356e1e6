data "aws_caller_identity" "here" {}

resource "aws_security_group" "orders" {
  name = "orders"
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id = aws_security_group.orders.id
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "-1"
}

data "aws_vpc_security_group_rule" "web" {
  security_group_rule_id = aws_vpc_security_group_ingress_rule.web.id
}

data "aws_vpc" "default" {
  default = true
}

resource "terraform_data" "checks" {
  input = aws_vpc_security_group_ingress_rule.web.id

  lifecycle {
    precondition {
      condition     = jsonencode(data.aws_vpc_security_group_rule.web.filter) == "[]"
      error_message = "filter of a rule: ${jsonencode(data.aws_vpc_security_group_rule.web.filter)}"
    }

    precondition {
      condition     = data.aws_vpc.default.filter == null
      error_message = "filter of a VPC: ${jsonencode(data.aws_vpc.default.filter)}"
    }

    precondition {
      condition     = data.aws_vpc_security_group_rule.web.cidr_ipv6 == null
      error_message = "cidr_ipv6: ${jsonencode(data.aws_vpc_security_group_rule.web.cidr_ipv6)}"
    }

    precondition {
      condition = aws_vpc_security_group_ingress_rule.web.arn == join(":", [
        "arn:aws:ec2:us-east-1", data.aws_caller_identity.here.account_id,
        "security-group-rule/${aws_vpc_security_group_ingress_rule.web.id}",
      ])
      error_message = "arn: ${aws_vpc_security_group_ingress_rule.web.arn}"
    }

    precondition {
      condition     = data.aws_vpc_security_group_rule.web.arn == aws_vpc_security_group_ingress_rule.web.arn
      error_message = "arn: ${data.aws_vpc_security_group_rule.web.arn}"
    }
  }
}
