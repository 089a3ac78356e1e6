import boto3

sns = boto3.client("sns")
arn = sns.create_topic(Name="orders", Attributes={"DisplayName": "Orders"})["TopicArn"]
