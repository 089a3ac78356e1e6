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


ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[rule(80, "10.2.0.0/16")])
ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule(22, "0.0.0.0/0")])
