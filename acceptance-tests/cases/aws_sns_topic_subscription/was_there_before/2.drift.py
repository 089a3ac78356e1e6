import boto3

boto3.client("sns").subscribe(
    TopicArn="arn:aws:sns:us-east-1:123456789012:orders",
    Protocol="sqs",
    Endpoint="arn:aws:sqs:us-east-1:123456789012:shipping",
    Attributes={"RawMessageDelivery": "true"},
)
