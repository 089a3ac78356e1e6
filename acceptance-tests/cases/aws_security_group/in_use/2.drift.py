import boto3

ec2 = boto3.client("ec2")
groups = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["web"]}])
group = groups["SecurityGroups"][0]["GroupId"]
subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
ec2.create_network_interface(SubnetId=subnet, Groups=[group], Description="somebody's")
