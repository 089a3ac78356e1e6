import boto3

ec2 = boto3.client("ec2")
group = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["web"]}])
group = group["SecurityGroups"][0]["GroupId"]


def rule(port, network):
    return {
        "IpProtocol": "tcp",
        "FromPort": port,
        "ToPort": port,
        "IpRanges": [{"CidrIp": network}],
    }


ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[rule(22, "0.0.0.0/0")])
ec2.create_tags(Resources=[group], Tags=[{"Key": "stray", "Value": "yes"}])
