import boto3

ec2 = boto3.client("ec2")
groups = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["default"]}])
group = groups["SecurityGroups"][0]["GroupId"]
rule = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[rule])
