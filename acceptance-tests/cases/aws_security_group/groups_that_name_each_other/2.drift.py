"""As a service does that has groups for its own use: two that name each other."""

import boto3

ec2 = boto3.client("ec2")
groups = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["a", "b"]}])
a, b = (it["GroupId"] for it in groups["SecurityGroups"])
for of, named in (a, b), (b, a):
    rule = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": named}]}
    ec2.authorize_security_group_ingress(GroupId=of, IpPermissions=[rule])
