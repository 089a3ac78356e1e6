import boto3

ec2 = boto3.client("ec2")
group = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["web"]}])
group = group["SecurityGroups"][0]["GroupId"]
rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.224.40.215/32"}]}
ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[rule])
