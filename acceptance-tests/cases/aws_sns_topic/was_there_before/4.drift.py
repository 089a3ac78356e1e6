import boto3

boto3.client("sns").delete_topic(TopicArn="arn:aws:sns:us-east-1:123456789012:orders")
