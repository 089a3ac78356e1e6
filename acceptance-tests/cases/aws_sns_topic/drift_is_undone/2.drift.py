import boto3

sns = boto3.client("sns")
arn = sns.list_topics()["Topics"][0]["TopicArn"]
sns.set_topic_attributes(TopicArn=arn, AttributeName="DisplayName", AttributeValue="Payments")
