import boto3

sns = boto3.client("sns")
sns.delete_topic(TopicArn=sns.list_topics()["Topics"][0]["TopicArn"])
