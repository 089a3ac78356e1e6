# Nothing was destroyed.
import boto3

sqs = boto3.client("sqs")
url = sqs.get_queue_url(QueueName="orders")["QueueUrl"]
assert "Policy" in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]
sns = boto3.client("sns")
assert len(sns.list_topics()["Topics"]) == 1
assert len(sns.list_subscriptions()["Subscriptions"]) == 1
