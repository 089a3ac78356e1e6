import boto3

ec2 = boto3.client("ec2")
for name in ("shop", "store"):
    tags = [{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": name}]}]
    ec2.create_vpc(CidrBlock="10.1.0.0/16", TagSpecifications=tags)
