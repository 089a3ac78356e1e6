data "aws_vpc" "orders" {
  cidr_block = "10.20.0.0/16"

  lifecycle {
    postcondition {
      condition = one(self.ipv6_cidr_block_associations) == {
        association_id         = self.ipv6_association_id
        ip_source              = "amazon"
        ipv6_address_attribute = "public"
        ipv6_cidr_block        = self.ipv6_cidr_block
        ipv6_pool              = "Amazon"
        network_border_group   = "us-east-1"
        state                  = "associated"
      }
      error_message = "The IPv6 block is the one that the VPC was created with."
    }
  }
}
