import boto3

ec2 = boto3.client("ec2")
(found,) = ec2.describe_security_group_vpc_associations()["SecurityGroupVpcAssociations"]
ec2.disassociate_security_group_vpc(GroupId=found["GroupId"], VpcId=found["VpcId"])
