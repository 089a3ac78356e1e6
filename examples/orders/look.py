"""Shows the queues of an account as the AWS API gives them."""

import json

import boto3

sqs = boto3.client("sqs")
urls = sqs.list_queues().get("QueueUrls", [])
if not urls:
    print("no queues")
for url in sorted(urls):
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    tags = sqs.list_queue_tags(QueueUrl=url).get("Tags", {})
    print(url.rsplit("/", 1)[1], json.dumps({**attributes, "Tags": tags}, indent=2))
