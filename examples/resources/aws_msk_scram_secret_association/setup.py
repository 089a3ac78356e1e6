"""Makes the secret that the example takes for granted, unless it is there, and tells its ARN."""

import json

import boto3

NAME = "AmazonMSK_orders"

secrets = boto3.client("secretsmanager")
found = [it for it in secrets.list_secrets()["SecretList"] if it["Name"] == NAME]
if not found:
    key = boto3.client("kms").create_key()["KeyMetadata"]["Arn"]
    login = json.dumps({"username": "orders", "password": "made-by-a-test"})
    found = [secrets.create_secret(Name=NAME, KmsKeyId=key, SecretString=login)]
print(json.dumps({"secret_arn": found[0]["ARN"]}))
