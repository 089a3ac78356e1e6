"""What is ignored was set at creation; others may change it then."""

import boto3

sqs = boto3.client("sqs")
url = sqs.get_queue_url(QueueName="orders")["QueueUrl"]
tags = sqs.list_queue_tags(QueueUrl=url)["Tags"]
assert tags == {"own": "x", "cost": "1"}, tags
sqs.tag_queue(QueueUrl=url, Tags={"cost": "2"})
