import boto3

ec2 = boto3.client("ec2")
for interface in ec2.describe_network_interfaces()["NetworkInterfaces"]:
    ec2.delete_network_interface(NetworkInterfaceId=interface["NetworkInterfaceId"])
