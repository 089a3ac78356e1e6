import json

import boto3

s3 = boto3.client("s3")
s3.create_bucket(Bucket="plugins")
for key in ("sink-1.zip", "sink-2.zip"):
    s3.put_object(Bucket="plugins", Key=key, Body=b"code")
trust = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"Service": "kafkaconnect.amazonaws.com"},
        "Action": "sts:AssumeRole",
    },
}
iam = boto3.client("iam")
iam.create_role(RoleName="sink", AssumeRolePolicyDocument=json.dumps(trust))
