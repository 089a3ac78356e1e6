"""Somebody else tags the queue."""

import boto3

sqs = boto3.client("sqs")
url = sqs.get_queue_url(QueueName="orders")["QueueUrl"]
sqs.tag_queue(QueueUrl=url, Tags={"cost": "7"})
