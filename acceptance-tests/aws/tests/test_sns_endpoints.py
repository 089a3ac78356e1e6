from tests.test_sns import ACCOUNT, Sns


class Endpoints(Sns):
    def test_passwords_are_not_told(self) -> None:
        topic = self.create()
        for endpoint, shown in [
            ("https://user:secret@example.com/a", "https://user:****@example.com/a"),
            ("https://user:se@cr:et@example.com/b?c=d:e@f", "https://user:****@example.com/b?c=d:e@f"),
            ("https://user@example.com/c", "https://user@example.com/c"),
            ("https://:secret@example.com", "https://:****@example.com"),
            ("https://example.com:443/d:e@f", "https://example.com:443/d:e@f"),
            ("https://user:secret@example.com:8443/e", "https://user:****@example.com:8443/e"),
        ]:
            with self.subTest(endpoint):
                arn = self.subscribe(topic, "https", endpoint)
                self.assertEqual(self.subscription(arn)["Endpoint"], shown)
                for listed in self.sns.list_subscriptions(), self.sns.list_subscriptions_by_topic(TopicArn=topic):
                    told = {it["SubscriptionArn"]: it["Endpoint"] for it in listed["Subscriptions"]}
                    self.assertEqual(told[arn], shown)
                self.assertEqual(self.subscribe(topic, "https", endpoint), arn)
        self.subscription(self.subscribe(topic, "sms", "+12345678"))

    def test_the_arn_of_who_has_to_confirm_is_told_where_asked_for(self) -> None:
        topic = self.create()
        for protocol, endpoint in [("http", "http://example.com"), ("email", "me@example.com")]:
            given = {"TopicArn": topic, "Protocol": protocol, "Endpoint": endpoint}
            self.assertEqual(self.sns.subscribe(**given)["SubscriptionArn"], "pending confirmation")
            arn = self.sns.subscribe(**given, ReturnSubscriptionArn=True)["SubscriptionArn"]
            self.assertEqual(self.subscription(arn)["Endpoint"], endpoint)
        # It has confirmed by now.
        again = self.sns.subscribe(TopicArn=topic, Protocol="http", Endpoint="http://example.com")
        self.assertRegex(again["SubscriptionArn"], "^arn:")

    def test_unreadable_documents_are_refused_in_the_words_of_jackson(self) -> None:
        arn = self.subscribe(self.create())
        source = "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)"
        for text, reason, column in [
            ("{invalid}", "Unexpected character ('i' (code 105)): was expecting double-quote to start field name", 2),
            ("invalid", "Unrecognized token 'invalid': was expecting (JSON String, Number, Array, Object or token", 8),
        ]:
            for name in "FilterPolicy", "RedrivePolicy":
                message = self.refused("InvalidParameter", self.set_subscription, arn=arn, **{name: text})
                self.assertTrue(
                    message.startswith(f"Invalid parameter: {name}: failed to parse JSON. {reason}"), message
                )
                self.assertTrue(message.endswith(f"\n at [Source: {source}; line: 1, column: {column}]"), message)

    def test_permissions_are_refused_as_other_parameters(self) -> None:
        topic = self.create()
        given = {"TopicArn": topic, "AWSAccountId": [ACCOUNT]}
        self.sns.add_permission(**given, Label="l", ActionName=["Publish"])
        for label, action, reason in [
            ("l", "Publish", "Statement already exists"),
            ("m", "Unknown", "Policy statement action out of service scope!"),
        ]:
            message = self.refused(
                "InvalidParameter", self.sns.add_permission, **given, Label=label, ActionName=[action]
            )
            self.assertEqual(message, f"Invalid parameter: {reason}")


class OfApplications(Sns):
    def setUp(self) -> None:
        super().setUp()
        attributes = {"PlatformCredential": "secret"}
        answer = self.sns.create_platform_application(Name="a", Platform="GCM", Attributes=attributes)
        self.application = answer["PlatformApplicationArn"]

    def make(self, token: str = "t", **given: object) -> str:
        answer = self.sns.create_platform_endpoint(PlatformApplicationArn=self.application, Token=token, **given)
        return str(answer["EndpointArn"])

    def test_attributes_are_looked_at(self) -> None:
        arn = self.make()
        long = "Invalid value for attribute: CustomUserData: must be at most 2048 bytes long in UTF-8 encoding"
        for attributes, reason in [
            ({"Colour": "red"}, "Invalid attribute name: Colour"),
            ({"PlatformCredential": "x"}, "Invalid attribute name: PlatformCredential"),
            ({"CustomUserData": "\u00fc" * 1025}, long),
        ]:
            with self.subTest(reason):
                message = self.refused("InvalidParameter", self.make, token="u", Attributes=attributes)
                self.assertEqual(message, f"Invalid parameter: Attributes Reason: {reason}")
                call = self.sns.set_endpoint_attributes
                message = self.refused("InvalidParameter", call, EndpointArn=arn, Attributes=attributes)
                self.assertEqual(message, f"Invalid parameter: Attributes Reason: {reason}")
        self.sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"CustomUserData": "x" * 2048})
        told = self.sns.get_endpoint_attributes(EndpointArn=self.make("v", CustomUserData="mine"))["Attributes"]
        self.assertEqual(told, {"CustomUserData": "mine", "Enabled": "true", "Token": "v"})

    def test_no_attributes_are_a_mistake_of_another_kind(self) -> None:
        expected = (
            "1 validation error detected: Value null at 'attributes' failed to satisfy constraint: "
            "Member must not be null"
        )
        nothing: dict[str, str] = {}
        for call, given in [
            (self.sns.create_platform_application, {"Name": "b", "Platform": "GCM"}),
            (self.sns.set_platform_application_attributes, {"PlatformApplicationArn": self.application}),
            (self.sns.set_platform_application_attributes, {"PlatformApplicationArn": self.application + "x"}),
            (self.sns.set_endpoint_attributes, {"EndpointArn": self.make()}),
        ]:
            with self.subTest(call):
                self.assertEqual(self.refused("ValidationError", call, **given, Attributes=nothing), expected)
        call = self.sns.set_platform_application_attributes
        message = self.refused("InvalidParameter", call, PlatformApplicationArn="x", Attributes=nothing)
        self.assertIn("An ARN must have at least 6 elements, not 1", message)

    def test_a_list_of_them_is_always_said_to_go_on(self) -> None:
        topic = self.create()
        self.subscribe(topic, "application", self.make())
        page = self.sns.list_subscriptions_by_topic(TopicArn=topic)
        self.assertEqual(len(page["Subscriptions"]), 1)
        page = self.sns.list_subscriptions_by_topic(TopicArn=topic, NextToken=page["NextToken"])
        self.assertEqual((page["Subscriptions"], "NextToken" in page), ([], False))

    def test_numbers_are_looked_at(self) -> None:
        message = self.refused("InvalidParameter", self.sns.opt_in_phone_number, phoneNumber="invalid")
        self.assertEqual(message, "Invalid parameter: PhoneNumber Reason: input incorrectly formatted")
        self.sns.opt_in_phone_number(phoneNumber="+4411111111")
