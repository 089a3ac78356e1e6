import boto3

kinesis = boto3.client("kinesis")
arn = kinesis.describe_stream_summary(StreamName="orders")["StreamDescriptionSummary"]["StreamARN"]
for name in ("search", "theirs"):
    kinesis.register_stream_consumer(StreamARN=arn, ConsumerName=name)
