"""Publishes one event of each type, and tells in which queues it arrives."""

import boto3

EVENTS = ("order.placed", "order.shipped", "order.cancelled", "order.returned", "cart.abandoned")

sns = boto3.client("sns")
sqs = boto3.client("sqs")

topics = [it["TopicArn"] for it in sns.list_topics()["Topics"]]
for topic in topics:
    for event in EVENTS:
        attributes = {"event_type": {"DataType": "String", "StringValue": event}}
        sns.publish(TopicArn=topic, Message=event, MessageAttributes=attributes)

urls = sorted(sqs.list_queues().get("QueueUrls", []))
for url in urls:
    received = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0).get("Messages"):
        for message in messages:
            received.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    print(f"{url.rsplit('/', 1)[1]}: {', '.join(sorted(received)) or 'nothing'}")
if not topics and not urls:
    print("no topics and no queues")
