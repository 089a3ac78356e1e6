# A rule has no ID of its own: it is imported by the security group, the direction, the protocol, the
# ports, and all sources or destinations, which are networks, prefix lists, `self` or a security group.
terraform import aws_security_group_rule.broker sg-0123456789abcdef0_ingress_tcp_5671_5671_192.0.2.0/24_198.51.100.0/24
