resource "aws_security_group" "other" {
  name = "other"
}

resource "aws_security_group" "web" {
  name        = "web"
  description = "All kinds of rules"

  ingress {
    description      = "Of one kind each, in one block: (1), #2"
    from_port        = 8080
    to_port          = 8090
    protocol         = "tcp"
    cidr_blocks      = ["192.0.2.0/24", "10.0.0.0/8"]
    ipv6_cidr_blocks = ["2001:DB8:0:0::/64", "2001:db8:1::/64"]
    prefix_list_ids  = ["pl-63a5400a"]
    security_groups  = [aws_security_group.other.id]
    self             = true
  }

  ingress {
    from_port   = 8
    to_port     = 0
    protocol    = "icmp"
    cidr_blocks = ["10.0.0.0/8"]
  }

  ingress {
    from_port        = -1
    to_port          = -1
    protocol         = "58"
    ipv6_cidr_blocks = ["::/0"]
  }

  ingress {
    description = "The same ports with another description"
    from_port   = 8080
    to_port     = 8090
    protocol    = "tcp"
    cidr_blocks = ["172.16.0.0/12"]
  }

  egress = [{
    cidr_blocks      = ["10.0.0.0/8"]
    description      = null
    from_port        = 0
    ipv6_cidr_blocks = null
    prefix_list_ids  = []
    protocol         = "50"
    security_groups  = null
    self             = null
    to_port          = 0
  }]

  timeouts {
    create = "20s"
  }
}
