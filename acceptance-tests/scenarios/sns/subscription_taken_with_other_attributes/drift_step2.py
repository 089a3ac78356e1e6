client("sns").subscribe(
    TopicArn=state["aws_sns_topic.t"]["arn"],
    Protocol="sqs",
    Endpoint=state["aws_sqs_queue.q"]["arn"],
    Attributes={"RawMessageDelivery": "true"},
)
