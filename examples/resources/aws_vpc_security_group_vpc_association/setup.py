"""Makes the VPC of the shop, which others manage, unless it is there."""

import boto3

ec2 = boto3.client("ec2")
named = [{"Name": "tag:Name", "Values": ["shop"]}]
if not ec2.describe_vpcs(Filters=named)["Vpcs"]:
    tags = [{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": "shop"}]}]
    ec2.create_vpc(CidrBlock="10.1.0.0/16", TagSpecifications=tags)
# The example has no variables.
print("{}")
