# Nothing is lost.
import boto3

boto3.client("sqs").get_queue_url(QueueName="orders")
sns = boto3.client("sns")
names = {topic["TopicArn"].rpartition(":")[2] for topic in sns.list_topics()["Topics"]}
assert names == {"orders", "mail"}, names
assert len(sns.list_subscriptions()["Subscriptions"]) == 1
