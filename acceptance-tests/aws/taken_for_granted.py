"""What examples and cases take for granted: objects of others, made unless they are there."""

from __future__ import annotations

import json
import time

import boto3

PLUGIN = "orders-sink-1.2.0.zip"


def scram_secret(name: str) -> str:
    """The ARN of a secret with a name and password that brokers of MSK take."""
    secrets = boto3.client("secretsmanager")
    for secret in secrets.list_secrets()["SecretList"]:
        if secret["Name"] == name:
            return str(secret["ARN"])
    key = boto3.client("kms").create_key()["KeyMetadata"]["Arn"]
    login = json.dumps({"username": "orders", "password": "made-by-a-test"})
    return str(secrets.create_secret(Name=name, KmsKeyId=key, SecretString=login)["ARN"])


def plugin_bucket(*files: str) -> str:
    """The ARN of a bucket with code of connectors."""
    s3, bucket = boto3.client("s3"), "kafka-connect-plugins"
    if bucket not in [it["Name"] for it in s3.list_buckets()["Buckets"]]:
        s3.create_bucket(Bucket=bucket)
    for file in files or (PLUGIN,):
        s3.put_object(Bucket=bucket, Key=file, Body=b"made by a test")
    return f"arn:aws:s3:::{bucket}"


def connect_role(name: str) -> str:
    """The ARN of a role that connectors may have."""
    iam = boto3.client("iam")
    for role in iam.list_roles()["Roles"]:
        if role["RoleName"] == name:
            return str(role["Arn"])
    trust = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"Service": "kafkaconnect.amazonaws.com"},
            "Action": "sts:AssumeRole",
        },
    }
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    return str(role["Role"]["Arn"])


def custom_plugin(name: str) -> str:
    """The ARN of a plugin, once it is ACTIVE."""
    connect = boto3.client("kafkaconnect")
    arns = {it["name"]: it["customPluginArn"] for it in connect.list_custom_plugins()["customPlugins"]}
    if name not in arns:
        location = {"s3Location": {"bucketArn": plugin_bucket(), "fileKey": PLUGIN}}
        made = connect.create_custom_plugin(name=name, contentType="ZIP", location=location)
        arns[name] = made["customPluginArn"]
    arn = str(arns[name])
    while connect.describe_custom_plugin(customPluginArn=arn)["customPluginState"] == "CREATING":
        time.sleep(0.1)
    return arn


def connector(name: str) -> None:
    """A connector."""
    connect = boto3.client("kafkaconnect")
    if name in [it["connectorName"] for it in connect.list_connectors()["connectors"]]:
        return
    ec2 = boto3.client("ec2")
    subnets = [it["SubnetId"] for it in ec2.describe_subnets()["Subnets"]]
    groups = [it["GroupId"] for it in ec2.describe_security_groups()["SecurityGroups"]]
    connect.create_connector(
        connectorName=name,
        kafkaConnectVersion="2.7.1",
        serviceExecutionRoleArn=connect_role(name),
        capacity={"provisionedCapacity": {"mcuCount": 1, "workerCount": 1}},
        connectorConfiguration={"connector.class": "com.example.OrdersSink", "topics": "orders"},
        kafkaCluster={
            "apacheKafkaCluster": {
                "bootstrapServers": "b-1.orders.example.com:9098",
                "vpc": {"subnets": subnets[:2], "securityGroups": groups[:1]},
            }
        },
        kafkaClusterClientAuthentication={"authenticationType": "IAM"},
        kafkaClusterEncryptionInTransit={"encryptionType": "TLS"},
        plugins=[{"customPlugin": {"customPluginArn": custom_plugin(name), "revision": 1}}],
    )
