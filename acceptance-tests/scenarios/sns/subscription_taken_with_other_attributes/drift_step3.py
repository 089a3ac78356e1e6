c = client("sns")
for it in c.list_subscriptions()["Subscriptions"]:
    c.unsubscribe(SubscriptionArn=it["SubscriptionArn"])
