data "aws_vpc" "default" {
  default = true
}

data "aws_subnet" "first" {
  vpc_id            = data.aws_vpc.default.id
  availability_zone = "us-east-1a"

  lifecycle {
    postcondition {
      condition = (
        self.customer_owned_ipv4_pool == "" && self.outpost_arn == "" && self.ipv6_cidr_block == ""
        && self.ipv6_cidr_block_association_id == "" && !self.map_customer_owned_ip_on_launch
        && !self.enable_dns64 && self.enable_lni_at_device_index == 0
      )
      error_message = "What EC2 does not tell is empty."
    }
  }
}

data "aws_ec2_managed_prefix_list" "s3" {
  name = "com.amazonaws.us-east-1.s3"

  lifecycle {
    postcondition {
      condition     = self.version != null && self.max_entries != null && self.tags != null
      error_message = "What EC2 does not tell is empty."
    }
  }
}
