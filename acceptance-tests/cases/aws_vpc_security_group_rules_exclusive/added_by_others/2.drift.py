import boto3

ec2 = boto3.client("ec2")
named = [{"Name": "group-name", "Values": ["orders"]}]
(group,) = ec2.describe_security_groups(Filters=named)["SecurityGroups"]
networks = {"IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
for port in (22, 8162):
    traffic = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **networks}
    ec2.authorize_security_group_ingress(GroupId=group["GroupId"], IpPermissions=[traffic])
everything = {"IpProtocol": "-1", **networks}
ec2.authorize_security_group_egress(GroupId=group["GroupId"], IpPermissions=[everything])
