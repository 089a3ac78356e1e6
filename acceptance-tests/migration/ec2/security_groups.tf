resource "aws_security_group" "web" {
  name        = "web"
  description = "Rules of all kinds"

  ingress {
    description      = "web"
    from_port        = 80
    to_port          = 80
    protocol         = "TCP"
    cidr_blocks      = ["192.0.2.0/24", "10.0.0.0/8"]
    ipv6_cidr_blocks = ["2001:db8::/32"]
    prefix_list_ids  = ["pl-63a5400a"]
    security_groups  = [aws_security_group.bare.id]
    self             = true
  }

  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["172.16.0.0/12"]
  }

  ingress {
    from_port   = 8
    to_port     = 0
    protocol    = "icmp"
    cidr_blocks = ["10.0.0.0/8"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }

  tags = {
    service = "web"
  }
}

resource "aws_security_group" "bare" {
  name_prefix = "bare-"
}

resource "aws_security_group" "ruled" {
  name = "ruled"
}

resource "aws_vpc_security_group_ingress_rule" "tcp" {
  security_group_id = aws_security_group.ruled.id
  description       = "web"
  cidr_ipv4         = "10.0.0.0/8"
  from_port         = 80
  to_port           = 80
  ip_protocol       = "tcp"

  tags = {
    service = "web"
  }
}

resource "aws_vpc_security_group_ingress_rule" "members" {
  security_group_id            = aws_security_group.ruled.id
  referenced_security_group_id = aws_security_group.bare.id
  ip_protocol                  = "-1"
}

resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_security_group.ruled.id
  cidr_ipv6         = "::/0"
  ip_protocol       = "-1"
}

data "aws_vpc" "default" {
  default = true
}

resource "aws_default_security_group" "closed" {
  vpc_id  = data.aws_vpc.default.id
  ingress = []
  egress  = []
}

resource "aws_security_group_rule" "networks" {
  type              = "ingress"
  security_group_id = aws_security_group.older.id
  description       = "web"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["198.51.100.93/32", "192.0.2.0/29"]
  ipv6_cidr_blocks  = ["2001:db8::/32"]
}

resource "aws_security_group_rule" "itself" {
  type              = "ingress"
  security_group_id = aws_security_group.older.id
  protocol          = "all"
  from_port         = 0
  to_port           = 0
  self              = true
}

resource "aws_security_group_rule" "group" {
  type                     = "egress"
  security_group_id        = aws_security_group.older.id
  protocol                 = "udp"
  from_port                = 53
  to_port                  = 53
  source_security_group_id = aws_security_group.ruled.id
}

resource "aws_security_group_rule" "ping" {
  type              = "ingress"
  security_group_id = aws_security_group.older.id
  protocol          = "icmp"
  from_port         = 8
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group" "older" {
  name = "older"
}
