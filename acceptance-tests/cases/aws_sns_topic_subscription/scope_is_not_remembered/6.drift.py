import boto3

sns = boto3.client("sns")
[found] = sns.list_subscriptions()["Subscriptions"]
attributes = sns.get_subscription_attributes(SubscriptionArn=found["SubscriptionArn"])["Attributes"]
assert attributes["FilterPolicyScope"] == "MessageAttributes", attributes
