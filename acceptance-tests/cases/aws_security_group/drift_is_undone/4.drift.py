import boto3

ec2 = boto3.client("ec2")
group = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["web"]}])
group = group["SecurityGroups"][0]["GroupId"]
ec2.delete_security_group(GroupId=group)
