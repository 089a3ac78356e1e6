"""Makes the plugin's file that the example takes for granted, and tells the ARN of its bucket."""

import json

import boto3

BUCKET = "kafka-connect-plugins"

s3 = boto3.client("s3")
if BUCKET not in [it["Name"] for it in s3.list_buckets()["Buckets"]]:
    s3.create_bucket(Bucket=BUCKET)
s3.put_object(Bucket=BUCKET, Key="orders-sink-1.2.0.zip", Body=b"made by a test")
print(json.dumps({"plugin_bucket_arn": f"arn:aws:s3:::{BUCKET}"}))
