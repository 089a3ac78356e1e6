c = client("sns")
arn = state["aws_sns_topic_subscription.s"]["arn"]
for name, value in (
    ("FilterPolicy", "{}"),
    ("RawMessageDelivery", "false"),
    ("RedrivePolicy", '{"deadLetterTargetArn":"%s"}' % state["aws_sqs_queue.q"]["arn"]),
):
    c.set_subscription_attributes(SubscriptionArn=arn, AttributeName=name, AttributeValue=value)
