# A document that another block has is not taken away.
import boto3

sqs, sns = boto3.client("sqs"), boto3.client("sns")


def attributes(name):
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]


assert {"Policy", "RedrivePolicy"} <= set(attributes("orders"))
assert "RedriveAllowPolicy" in attributes("orders-dead")
topic = sns.list_topics()["Topics"][0]["TopicArn"]
assert "events.amazonaws.com" in sns.get_topic_attributes(TopicArn=topic)["Attributes"]["Policy"]
