import boto3

ec2 = boto3.client("ec2")


def group(name):
    groups = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": [name]}])
    return groups["SecurityGroups"][0]["GroupId"]


def change(rule, **values):
    ec2.modify_security_group_rules(
        GroupId=rule["GroupId"],
        SecurityGroupRules=[
            {"SecurityGroupRuleId": rule["SecurityGroupRuleId"], "SecurityGroupRule": values}
        ],
    )


orders = {"Name": "group-id", "Values": [group("orders")]}
for rule in ec2.describe_security_group_rules(Filters=[orders])["SecurityGroupRules"]:
    if rule["IpProtocol"] == "icmp":
        change(rule, IpProtocol="icmp", FromPort=-1, ToPort=-1, CidrIpv4="10.0.0.0/8")
    elif rule["IpProtocol"] == "icmpv6":
        change(rule, IpProtocol="icmpv6", FromPort=128, ToPort=0, CidrIpv6="2001:db8::/32")

web, networks = group("web"), [{"CidrIp": "10.0.0.0/8"}]
echo = {"IpProtocol": "icmp", "FromPort": 8, "ToPort": 0, "IpRanges": networks}
everything = {"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1, "IpRanges": networks}
ec2.revoke_security_group_ingress(GroupId=web, IpPermissions=[echo])
ec2.authorize_security_group_ingress(GroupId=web, IpPermissions=[everything])
