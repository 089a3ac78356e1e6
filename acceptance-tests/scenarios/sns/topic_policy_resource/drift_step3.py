client("sns").set_topic_attributes(
    TopicArn=state["aws_sns_topic.t"]["arn"],
    AttributeName="Policy",
    AttributeValue='{"Version":"2008-10-17","Id":"theirs","Statement":[{"Sid":"x","Effect":"Allow","Principal":{"AWS":"*"},"Action":"SNS:Publish","Resource":"*"}]}',
)
