import boto3

ec2 = boto3.client("ec2")
groups = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["orders"]}])
group = groups["SecurityGroups"][0]
ec2.revoke_security_group_ingress(GroupId=group["GroupId"], IpPermissions=group["IpPermissions"])
