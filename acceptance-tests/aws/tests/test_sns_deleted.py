from tests.test_sns import Sns


class Deleted(Sns):
    def test_what_is_deleted_is_gone_at_once(self) -> None:
        topic = self.create()
        arn, other = self.subscribe(topic), self.subscribe(topic, "sms", "+12345678")
        self.sns.unsubscribe(SubscriptionArn=arn)
        self.refused("NotFound", self.subscription, arn=arn)
        self.sns.delete_topic(TopicArn=topic)
        self.refused("NotFound", self.subscription, arn=other)
        self.refused("NotFound", self.read, arn=topic)

    def test_a_subscription_is_told_for_a_while_after_it_or_its_topic_was_deleted(self) -> None:
        self.settings(sns_deleted_subscriptions_seconds=30)
        topic = self.create()
        arn, other = self.subscribe(topic), self.subscribe(topic, "sms", "+12345678")
        before = self.subscription(arn)
        self.sns.unsubscribe(SubscriptionArn=arn)
        self.assertEqual(self.subscription(arn), before)
        self.refused("NotFound", self.set_subscription, arn=arn, RawMessageDelivery="true")
        listed = self.sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
        self.assertEqual([it["SubscriptionArn"] for it in listed], [other])
        self.sns.unsubscribe(SubscriptionArn=arn)
        self.later(20)
        self.sns.delete_topic(TopicArn=topic)
        self.refused("NotFound", self.read, arn=topic)
        self.assertEqual(self.subscription(other)["PendingConfirmation"], "false")
        self.later(11)
        self.refused("NotFound", self.subscription, arn=arn)
        self.subscription(other)
        self.later(20)
        self.refused("NotFound", self.subscription, arn=other)

    def test_a_topic_is_told_for_a_while_where_asked_for(self) -> None:
        self.settings(sns_deleted_topics_seconds=30)
        topic = self.create(DisplayName="a")
        self.sns.delete_topic(TopicArn=topic)
        self.assertEqual(self.read(topic)["DisplayName"], "a")
        self.refused("NotFound", self.set, arn=topic, DisplayName="b")
        self.create(DisplayName="c")
        self.assertEqual(self.read(topic)["DisplayName"], "c")
        self.sns.delete_topic(TopicArn=topic)
        self.later(31)
        self.refused("NotFound", self.read, arn=topic)
        self.sns.delete_topic(TopicArn=topic)

    def test_a_reset_forgets(self) -> None:
        self.settings(sns_deleted_subscriptions_seconds=30)
        arn = self.subscribe(self.create())
        self.sns.unsubscribe(SubscriptionArn=arn)
        self.raw("POST", "/moto-api/reset")
        self.refused("NotFound", self.subscription, arn=arn)
