"""Makes the plugin's file and the role that the example takes for granted, and tells their ARNs."""

import json

import boto3

BUCKET = "kafka-connect-plugins"
ROLE = "orders-sink"

s3 = boto3.client("s3")
if BUCKET not in [it["Name"] for it in s3.list_buckets()["Buckets"]]:
    s3.create_bucket(Bucket=BUCKET)
s3.put_object(Bucket=BUCKET, Key="orders-sink-1.2.0.zip", Body=b"made by a test")

iam = boto3.client("iam")
roles = [it["Arn"] for it in iam.list_roles()["Roles"] if it["RoleName"] == ROLE]
if not roles:
    trust = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"Service": "kafkaconnect.amazonaws.com"},
            "Action": "sts:AssumeRole",
        },
    }
    role = iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(trust))
    roles = [role["Role"]["Arn"]]
print(json.dumps({"plugin_bucket_arn": f"arn:aws:s3:::{BUCKET}", "role_arn": roles[0]}))
