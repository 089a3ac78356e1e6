# SNS does not tell subscribers of topics that belong to other accounts.
import json
import os
import urllib.request

import boto3

role = {"RoleArn": "arn:aws:iam::248400274283:role/publisher", "RoleSessionName": "publisher"}
keys = boto3.client("sts").assume_role(**role)["Credentials"]
sns = boto3.client(
    "sns",
    aws_access_key_id=keys["AccessKeyId"],
    aws_secret_access_key=keys["SecretAccessKey"],
    aws_session_token=keys["SessionToken"],
)
sns.create_topic(Name="notifications")

denied = {"code": "AuthorizationError", "message": "User ann is not authorized.", "status": 403, "from": 1}
demand = {"sns.GetSubscriptionAttributes": {"fails": denied}}
url = os.environ["AWS_ENDPOINT_URL"] + "/moto-api/standin/operations"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demand).encode(), method="POST"), timeout=60).close()
