import boto3

logs = boto3.client("logs")
logs.put_retention_policy(logGroupName="/aws/msk/orders", retentionInDays=7)
