import boto3

sns = boto3.client("sns")
arn = sns.create_topic(Name="orders")["TopicArn"]
sns.set_topic_attributes(TopicArn=arn, AttributeName="DisplayName", AttributeValue="")
sns.subscribe(TopicArn=arn, Protocol="sms", Endpoint="+12065550100")
