"""The tag of somebody else is still there."""

import boto3

sqs = boto3.client("sqs")
url = sqs.get_queue_url(QueueName="orders")["QueueUrl"]
tags = sqs.list_queue_tags(QueueUrl=url)["Tags"]
assert tags == {"own": "y", "cost": "7"}, tags
