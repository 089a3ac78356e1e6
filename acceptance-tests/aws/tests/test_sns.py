import http.server
import json
import queue
import re
import threading
import time
from typing import Any

from tests.running import Running

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/logs"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:q"


def statement(**members: Any) -> str:
    given = {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "*", **members}
    return json.dumps({"Version": "2012-10-17", "Statement": [given]})


class Sns(Running):
    def setUp(self) -> None:
        super().setUp()
        self.sns = self.client("sns")

    def create(self, name: str = "t", **attributes: str) -> str:
        if name.endswith(".fifo"):
            attributes["FifoTopic"] = "true"
        return str(self.sns.create_topic(Name=name, Attributes=attributes)["TopicArn"])

    def read(self, arn: str) -> dict[str, str]:
        return dict(self.sns.get_topic_attributes(TopicArn=arn)["Attributes"])

    def set(self, arn: str, **attribute: str) -> None:
        ((name, value),) = attribute.items()
        self.sns.set_topic_attributes(TopicArn=arn, AttributeName=name, AttributeValue=value)

    def subscribe(self, topic: str, protocol: str = "sqs", endpoint: str = QUEUE, **attributes: str) -> str:
        answer = self.sns.subscribe(
            TopicArn=topic, Protocol=protocol, Endpoint=endpoint, Attributes=attributes, ReturnSubscriptionArn=True
        )
        return str(answer["SubscriptionArn"])

    def subscription(self, arn: str) -> dict[str, str]:
        return dict(self.sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"])

    def set_subscription(self, arn: str, **attribute: str) -> None:
        ((name, value),) = attribute.items()
        self.sns.set_subscription_attributes(SubscriptionArn=arn, AttributeName=name, AttributeValue=value)


class Topics(Sns):
    def test_a_new_topic_has_no_attribute_that_was_not_set(self) -> None:
        attributes = self.read(self.create())
        self.assertEqual(
            sorted(attributes),
            [
                "DisplayName",
                "EffectiveDeliveryPolicy",
                "Owner",
                "Policy",
                "SubscriptionsConfirmed",
                "SubscriptionsDeleted",
                "SubscriptionsPending",
                "TopicArn",
            ],
        )
        self.assertEqual(
            json.loads(attributes["EffectiveDeliveryPolicy"])["http"]["disableSubscriptionOverrides"], False
        )
        fifo = self.read(self.create("t.fifo"))
        self.assertEqual((fifo["FifoTopic"], fifo["ContentBasedDeduplication"]), ("true", "false"))

    def test_what_was_set_comes_back_until_it_is_taken_away(self) -> None:
        arn = self.create("t.fifo")
        for name, value, nothing in [
            ("HTTPSuccessFeedbackRoleArn", ROLE, ""),
            ("LambdaFailureFeedbackRoleArn", ROLE, ""),
            ("KmsMasterKeyId", "alias/aws/sns", ""),
            ("ArchivePolicy", '{"MessageRetentionPeriod":"30"}', "{}"),
        ]:
            self.set(arn, **{name: value})
            self.assertEqual(self.read(arn)[name], value)
            self.set(arn, **{name: nothing})
            self.assertNotIn(name, self.read(arn))
        for name, value in [
            ("SQSSuccessFeedbackSampleRate", "0"),
            ("SQSSuccessFeedbackSampleRate", "100"),
            ("TracingConfig", "Active"),
            ("SignatureVersion", "2"),
            ("FifoThroughputScope", "MessageGroup"),
            ("ContentBasedDeduplication", "true"),
            ("MaximumMessageSize", "2048"),
        ]:
            self.set(arn, **{name: value})
            self.assertEqual(self.read(arn)[name], value)

    def test_bad_values_are_refused(self) -> None:
        arn = self.create("t.fifo")
        for name, value, reason in [
            ("SQSSuccessFeedbackSampleRate", "101", "101 value provided is not an integer between 0-100"),
            ("HTTPFailureFeedbackRoleArn", "me", "not a valid role to allow SNS to write to Cloudwatch Logs"),
            ("SignatureVersion", "3", "Invalid value. Must be 1 or 2."),
            ("FifoThroughputScope", "Queue", "Must be Topic or MessageGroup"),
            ("MaximumMessageSize", "1023", "not an integer between 1024-1048576"),
            ("ArchivePolicy", '{"MessageRetentionPeriod":366}', "MessageRetentionPeriod value is invalid"),
            ("DeliveryPolicy", "{", "failed to parse JSON"),
            ("DeliveryPolicy", '{"https":{}}', "Unexpected JSON member: https"),
            (
                "DeliveryPolicy",
                '{"http":{"defaultHealthyRetryPolicy":{"numRetries":300}}}',
                "http.defaultHealthyRetryPolicy.numRetries must be less than or equal to 100",
            ),
            (
                "DeliveryPolicy",
                '{"http":{"defaultHealthyRetryPolicy":{"numNoDelayRetries":2,"numMaxDelayRetries":2}}}',
                "numRetries must be greater than or equal to total of numMinDelayRetries, numNoDelayRetries and ",
            ),
            (
                "DeliveryPolicy",
                '{"http":{"defaultHealthyRetryPolicy":{"backoffFunction":"random"}}}',
                "the value [random] is not a valid backoff function",
            ),
            (
                "DeliveryPolicy",
                '{"http":{"defaultThrottlePolicy":{"maxReceivesPerSecond":0}}}',
                "http.defaultThrottlePolicy.maxReceivesPerSecond must be >= 1",
            ),
        ]:
            with self.subTest(name=name, value=value):
                message = self.refused("InvalidParameter", self.set, arn=arn, **{name: value})
                self.assertRegex(message, f"^Invalid parameter: {name}: .*{re.escape(reason)}")
                message = self.refused("InvalidParameter", self.create, name="u.fifo", **{name: value})
                self.assertIn(f"Invalid parameter: Attributes Reason: {name}: ", message)
        for name, value, reason in [
            ("TracingConfig", "On", "Invalid tracing config value: On"),
            ("DisplayName", "x" * 101, "DisplayName"),
        ]:
            message = self.refused("InvalidParameter", self.set, arn=arn, **{name: value})
            self.assertEqual(message, f"Invalid parameter: {reason}")
            message = self.refused("InvalidParameter", self.create, name="u.fifo", **{name: value})
            self.assertEqual(message, f"Invalid parameter: Attributes Reason: {reason}")
        self.assertEqual(self.sns.list_topics()["Topics"], [{"TopicArn": arn}])

    def test_unknown_attributes_are_refused(self) -> None:
        arn = self.create()
        for name in ("Colour", "FifoTopic", "Owner", "ContentBasedDeduplication", "ArchivePolicy"):
            with self.subTest(name):
                message = self.refused("InvalidParameter", self.set, arn=arn, **{name: "true"})
                self.assertEqual(message, "Invalid parameter: AttributeName")
        message = self.refused("InvalidParameter", self.create, ContentBasedDeduplication="true")
        self.assertEqual(message, "Invalid parameter: Attributes Reason: Unknown attribute ContentBasedDeduplication")

    def test_names_have_rules(self) -> None:
        self.create("a" * 256)
        for name in ("", "a" * 257, "bad name", "bad:name", "t.fifo.fifo", "é"):
            with self.subTest(name):
                message = self.refused("InvalidParameter", self.sns.create_topic, Name=name)
                self.assertEqual(message, "Invalid parameter: Topic Name")
        self.refused("InvalidParameter", self.sns.create_topic, Name="t.fifo")
        self.refused("InvalidParameter", self.create, name="t", FifoTopic="true")

    def test_a_topic_is_created_twice_only_as_it_is(self) -> None:
        policy = statement()
        first = self.create(DisplayName="one", Policy=policy)
        self.assertEqual(first, self.create())
        self.assertEqual(
            first, self.create(DisplayName="one", FifoTopic="false", Policy=policy, TracingConfig="PassThrough")
        )
        for attributes in (
            {"DisplayName": "two"},
            {"SignatureVersion": "2"},
            {"DisplayName": "one", "KmsMasterKeyId": "k"},
        ):
            message = self.refused("InvalidParameter", self.create, **attributes)
            self.assertIn("Attributes Reason: Topic already exists with different attributes", message)

    def test_a_topic_is_created_twice_only_with_its_tags(self) -> None:
        tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
        first = self.sns.create_topic(Name="t", Tags=tags)["TopicArn"]
        for given in (tags, tags[:1], []):
            self.assertEqual(first, self.sns.create_topic(Name="t", Tags=given)["TopicArn"])
        for given in ([{"Key": "a", "Value": "2"}], [*tags, {"Key": "c", "Value": "3"}]):
            message = self.refused("InvalidParameter", self.sns.create_topic, Name="t", Tags=given)
            self.assertEqual(message, "Invalid parameter: Tags Reason: Topic already exists with different tags")

    def test_a_topic_has_at_most_50_tags(self) -> None:
        tags = [{"Key": str(number), "Value": "x"} for number in range(51)]
        self.refused("TagLimitExceeded", self.sns.create_topic, Name="t", Tags=tags)
        arn = self.sns.create_topic(Name="t", Tags=tags[:50])["TopicArn"]
        self.refused("TagLimitExceeded", self.sns.tag_resource, ResourceArn=arn, Tags=tags[50:])
        self.assertEqual(len(self.sns.list_tags_for_resource(ResourceArn=arn)["Tags"]), 50)
        message = self.refused("InvalidParameter", self.sns.tag_resource, ResourceArn=arn, Tags=[tags[0], tags[0]])
        self.assertEqual(message, "Invalid parameter: Duplicated keys are not allowed.")

    def test_arns_are_looked_at(self) -> None:
        for arn, message in [
            ("t", "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1"),
            (f"arn:aws:sns:eu-west-1:{ACCOUNT}:t", "Invalid parameter: TopicArn"),
        ]:
            self.assertEqual(self.refused("InvalidParameter", self.read, arn=arn), message)
        self.refused("NotFound", self.read, arn=f"arn:aws:sns:us-east-1:{ACCOUNT}:t")
        self.sns.delete_topic(TopicArn=f"arn:aws:sns:us-east-1:{ACCOUNT}:t")

    def test_a_delivery_policy_says_whether_subscriptions_may_differ(self) -> None:
        arn = self.create()
        self.set(arn, DeliveryPolicy='{"http":{"defaultHealthyRetryPolicy":{"numRetries":7}}}')
        policy = {"disableSubscriptionOverrides": False, "defaultHealthyRetryPolicy": {"numRetries": 7}}
        self.assertEqual(json.loads(self.read(arn)["DeliveryPolicy"]), {"http": policy})
        effective = json.loads(self.read(arn)["EffectiveDeliveryPolicy"])["http"]
        self.assertEqual(effective["defaultHealthyRetryPolicy"]["numRetries"], 7)
        self.assertEqual(effective["defaultHealthyRetryPolicy"]["minDelayTarget"], 20)
        self.assertNotIn("defaultThrottlePolicy", effective)
        policy = {"defaultThrottlePolicy": {"maxReceivesPerSecond": 1}}
        self.set(arn, DeliveryPolicy=json.dumps({"http": policy}))
        effective = json.loads(self.read(arn)["EffectiveDeliveryPolicy"])["http"]
        self.assertEqual(effective["defaultThrottlePolicy"], policy["defaultThrottlePolicy"])
        self.set(arn, DeliveryPolicy='{"http":{"defaultHealthyRetryPolicy":{"backoffFunction":"EXPONENTIAL"}}}')
        self.set(arn, DeliveryPolicy="")
        self.assertNotIn("DeliveryPolicy", self.read(arn))

    def test_principals_of_a_policy_exist(self) -> None:
        arn = self.create()
        iam = self.client("iam")
        user = f"arn:aws:iam::{ACCOUNT}:user/someone"
        for principal, is_there in [
            ("*", True),
            (ACCOUNT, True),
            (f"arn:aws:iam::{ACCOUNT}:root", True),
            ("arn:aws:iam::210987654321:root", True),
            ("arn:aws:iam::210987654321:role/elsewhere", False),
            ("arn:aws:iam::123:root", False),
            ([ACCOUNT, user], False),
            (ROLE, False),
            ("AIDAJQABLZS4A3QDU576Q", False),
        ]:
            with self.subTest(principal):
                policy = statement(Principal={"AWS": principal})
                if is_there:
                    self.set(arn, Policy=policy)
                else:
                    message = self.refused("InvalidParameter", self.set, arn=arn, Policy=policy)
                    self.assertEqual(message, "Invalid parameter: Policy Error: PrincipalNotFound")
        iam.create_user(UserName="someone")
        iam.create_role(RoleName="logs", AssumeRolePolicyDocument="{}")
        self.set(arn, Policy=statement(Principal={"AWS": [user, ROLE]}))
        iam.delete_user(UserName="someone")
        self.refused("InvalidParameter", self.set, arn=arn, Policy=statement(Principal={"AWS": user}))

    def test_policies_are_looked_at(self) -> None:
        arn = self.create()
        before = self.read(arn)["Policy"]
        for wrong in ("", "{", "{}", '{"Statement":[]}', statement(Effect="Maybe"), statement(Principal=None)):
            with self.subTest(wrong):
                message = self.refused("InvalidParameter", self.set, arn=arn, Policy=wrong)
                self.assertEqual(message, "Invalid parameter: Policy Error: null")
        for action in ("sqs:SendMessage", "sns:Publishx", "sns:CreateTopic", "SNS:*", "sns:Get*", "*"):
            message = self.refused("InvalidParameter", self.set, arn=arn, Policy=statement(Action=action))
            self.assertEqual(message, "Invalid parameter: Policy statement action out of service scope!")
        self.assertEqual(self.read(arn)["Policy"], before)
        for taken in (
            ["SNS:Publish", "sns:ListTagsForResource", "sns:GetDataProtectionPolicy", "sns:PutDataProtectionPolicy"],
            "sns:Publish*",
        ):
            self.set(arn, Policy=statement(Action=taken))

    def test_a_topic_that_archives_is_deleted_unless_it_is_held(self) -> None:
        policy = '{"MessageRetentionPeriod":"30"}'
        self.sns.delete_topic(TopicArn=self.create("t.fifo", ArchivePolicy=policy))
        self.settings(sns_archives_hold_topics=True)
        arn = self.create("t.fifo", ArchivePolicy=policy)
        self.assertRegex(self.read(arn)["BeginningArchiveTime"], r"^\d{4}-\d\d-\d\dT[\d:.]+Z$")
        message = self.refused("InvalidState", self.sns.delete_topic, TopicArn=arn)
        self.assertEqual(message, "Invalid state: Cannot delete a topic with an ArchivePolicy")
        self.refused("InvalidParameter", self.set, arn=arn, ArchivePolicy="")
        self.set(arn, ArchivePolicy="{}")
        self.assertNotIn("BeginningArchiveTime", self.read(arn))
        self.sns.delete_topic(TopicArn=arn)

    def test_data_protection_policies_are_kept(self) -> None:
        good = {
            "Name": "n",
            "Version": "2021-06-01",
            "Statement": [
                {
                    "DataDirection": "Inbound",
                    "Principal": ["*"],
                    "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/Name"],
                    "Operation": {"Deny": {}},
                }
            ],
        }
        arn = self.sns.create_topic(Name="t", DataProtectionPolicy=json.dumps(good))["TopicArn"]
        read = self.sns.get_data_protection_policy
        self.assertEqual(json.loads(read(ResourceArn=arn)["DataProtectionPolicy"]), good)
        good["Statement"][0]["DataDirection"] = "Inbxound"  # type: ignore[index]
        message = self.refused(
            "InvalidParameter",
            self.sns.put_data_protection_policy,
            ResourceArn=arn,
            DataProtectionPolicy=json.dumps(good),
        )
        self.assertIn("Statement DataDirection must be either Inbound or Outbound", message)
        self.sns.put_data_protection_policy(ResourceArn=arn, DataProtectionPolicy="")
        self.assertFalse(read(ResourceArn=arn).get("DataProtectionPolicy"))
        self.refused("NotFound", read, ResourceArn=arn + "x")

    def test_lists_have_pages_of_a_hundred(self) -> None:
        for number in range(101):
            self.create(f"t{number}")
        first = self.sns.list_topics()
        self.assertEqual(len(first["Topics"]), 100)
        last = self.sns.list_topics(NextToken=first["NextToken"])
        self.assertEqual((len(last["Topics"]), last.get("NextToken")), (1, None))
        self.sns.delete_topic(TopicArn=last["Topics"][0]["TopicArn"])
        self.assertNotIn("NextToken", self.sns.list_topics())


class Subscriptions(Sns):
    def test_a_subscription_tells_what_it_is(self) -> None:
        topic = self.create()
        arn = self.subscribe(topic, RawMessageDelivery="True")
        attributes = self.subscription(arn)
        self.assertEqual(attributes.pop("SubscriptionPrincipal"), f"arn:aws:iam::{ACCOUNT}:user/moto")
        self.assertEqual(
            attributes,
            {
                "ConfirmationWasAuthenticated": "true",
                "Endpoint": QUEUE,
                "Owner": ACCOUNT,
                "PendingConfirmation": "false",
                "Protocol": "sqs",
                "RawMessageDelivery": "true",
                "SubscriptionArn": arn,
                "TopicArn": topic,
            },
        )

    def test_an_empty_filter_policy_is_none(self) -> None:
        arn = self.subscribe(self.create(), FilterPolicy='{"a":["b"]}')
        self.assertEqual(self.subscription(arn)["FilterPolicyScope"], "MessageAttributes")
        for nothing in ("{}", ""):
            self.set_subscription(arn, FilterPolicy='{"a":["b"]}')
            self.assertEqual(self.subscription(arn)["FilterPolicy"], '{"a":["b"]}')
            self.set_subscription(arn, FilterPolicy=nothing)
            self.assertNotIn("FilterPolicy", self.subscription(arn))
            self.assertNotIn("FilterPolicyScope", self.subscription(arn))

    def test_a_scope_is_told_with_a_policy_only(self) -> None:
        arn = self.subscribe(self.create())
        self.set_subscription(arn, FilterPolicyScope="MessageBody")
        self.assertNotIn("FilterPolicyScope", self.subscription(arn))
        self.set_subscription(arn, FilterPolicy='{"a":{"b":["c"]}}')
        self.assertEqual(self.subscription(arn)["FilterPolicyScope"], "MessageBody")
        message = self.refused("InvalidParameter", self.set_subscription, arn=arn, FilterPolicyScope="Body")
        self.assertEqual(
            message,
            "Invalid parameter: FilterPolicyScope: Invalid value [Body]. "
            "Please use either MessageBody or MessageAttributes",
        )

    def test_filter_policies_are_refused_in_the_words_of_sns(self) -> None:
        arn = self.subscribe(self.create(), FilterPolicyScope="MessageBody")
        for policy, reason, column in [
            ('{"key":[["value"]]}', "Match value must be String, number, true, false, or null", 10),
            ('{"key":[{"wrong":true}]}', "Unrecognized match type wrong", 22),
            ('{"key":[{"suffix":"a","prefix":"b"}]}', "Only one key allowed in match expression", 33),
            ('{"key":[]}', "Empty arrays are not allowed", 10),
            ('{"key":[{"suffix":100}]}', "suffix match pattern must be a string", 22),
            ('{"key":"value"}', '"key" must be an object or an array', 9),
            ('{"key":[{"exists":"no"}]}', "exists match pattern must be either true or false.", 20),
            ('{"key":[{"anything-but":{"suffix":"a"}}]}', "Unsupported anything-but pattern: suffix", 36),
            ('{"key":[{"numeric":["=","000"]}]}', "Value of equals must be numeric", 26),
            ('{"key":[{"numeric":[">",3,"<",1]}]}', "Bottom must be less than top", 33),
            ('{"key":[{"numeric":["<",100,">",10]}]}', "Too many elements in numeric expression", 30),
            ('{"key":[{"numeric":[]}]}', "Invalid member in numeric match: ]", 22),
        ]:
            with self.subTest(policy):
                place = f'\n at [Source: (String)"{policy}"; line: 1, column: {column}]'
                message = self.refused("InvalidParameter", self.set_subscription, arn=arn, FilterPolicy=policy)
                self.assertEqual(message, f"Invalid parameter: FilterPolicy: {reason}{place}")
                message = self.refused("InvalidParameter", self.subscribe, topic=self.create("u"), FilterPolicy=policy)
                self.assertEqual(message, f"Invalid parameter: Attributes Reason: FilterPolicy: {reason}{place}")
        for policy, reason in [
            ("{", "failed to parse JSON."),
            ("[]", "Filter is not an object"),
            (json.dumps({"k": [str(it) for it in range(151)]}), "Filter policy is too complex"),
            (json.dumps({"a": {"b": {"c": [1, 2, 3, 4]}}, "d": {"e": [1, 2, 3]}, "f": [1, 2, 3]}), "too complex"),
            (json.dumps({it: ["v"] for it in "abcdef"}), "Filter policy can not have more than 5 keys"),
            ('{"key":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required"),
            ('{"key":[{"cidr":"10.0.0/8"}]}', "Nonstandard IP address: 10.0.0"),
        ]:
            with self.subTest(policy):
                message = self.refused("InvalidParameter", self.set_subscription, arn=arn, FilterPolicy=policy)
                self.assertIn(reason, message)
        self.assertNotIn("FilterPolicy", self.subscription(arn))
        self.assertEqual(len(self.sns.list_subscriptions()["Subscriptions"]), 1)

    def test_a_topic_has_at_most_200_filter_policies(self) -> None:
        topic = self.create()
        for number in range(200):
            last = self.subscribe(topic, endpoint=f"{QUEUE}{number}", FilterPolicy='{"a":["b"]}')
        arn = self.subscribe(topic)
        self.refused("FilterPolicyLimitExceeded", self.set_subscription, arn=arn, FilterPolicy='{"a":["b"]}')
        self.set_subscription(last, FilterPolicy='{"a":["c"]}')
        self.set_subscription(last, FilterPolicy="{}")
        self.set_subscription(arn, FilterPolicy='{"a":["b"]}')

    def test_good_filter_policies_are_taken(self) -> None:
        arn = self.subscribe(self.create(), FilterPolicyScope="MessageBody")
        for policy in [
            {"k": ["a", 1, True, None, {"prefix": "a"}, {"suffix": "b"}, {"exists": False}]},
            {"k": [{"numeric": [">", 0, "<=", 150.5]}, {"numeric": ["=", 3]}, {"cidr": "10.0.0.0/24"}]},
            {"k": [{"anything-but": ["a", 1]}, {"anything-but": {"prefix": "a"}}, {"anything-but": "b"}]},
            {"k": [{"equals-ignore-case": "a"}, {"wildcard": "a*b"}]},
            {
                "s": ["a", "b", "c"],
                "$or": [{"m": [*"abcdef"]}, {"t": [*"abcd"], "$or": [{"i": [1, 2, 3, 4]}, {"j": [*range(7)]}]}],
            },
            {"a": {"b": {"c": ["d"]}}},
        ]:
            with self.subTest(policy):
                self.set_subscription(arn, FilterPolicy=json.dumps(policy))
                self.assertEqual(json.loads(self.subscription(arn)["FilterPolicy"]), policy)
        message = self.refused(
            "InvalidParameter", self.set_subscription, arn=arn, FilterPolicyScope="MessageAttributes"
        )
        self.assertIn("Filter policy scope MessageAttributes does not support nested filter policy", message)

    def test_attributes_are_looked_at(self) -> None:
        arn = self.subscribe(self.create())
        mail = self.subscribe(self.create(), "email", "me@example.com")
        for subscription, name, value, message in [
            (arn, "Colour", "red", "AttributeName"),
            (
                arn,
                "RawMessageDelivery",
                "test-ValUe",
                "RawMessageDelivery: Invalid value [test-ValUe]. Must be true or false.",
            ),
            (arn, "RawMessageDelivery", "", "RawMessageDelivery: Invalid value []. Must be true or false."),
            (mail, "RawMessageDelivery", "false", "Delivery protocol [email] does not support raw message delivery."),
            (
                arn,
                "RedrivePolicy",
                '{"deadLetterTargetArn":"x"}',
                "RedrivePolicy: deadLetterTargetArn is an invalid arn",
            ),
            (
                arn,
                "RedrivePolicy",
                '{"deadLetterTargetArn":null}',
                "RedrivePolicy: Missing deadLetterTargetArn attribute",
            ),
            (
                arn,
                "RedrivePolicy",
                json.dumps({"deadLetterTargetArn": f"arn:aws:sns:us-east-1:{ACCOUNT}:t"}),
                "RedrivePolicy: deadLetterTargetArn must be a SQS queue",
            ),
            (
                arn,
                "RedrivePolicy",
                json.dumps({"deadLetterTargetArn": QUEUE.replace("us-east-1", "eu-west-1")}),
                "RedrivePolicy: deadLetterTargetArn must be in the same region as the subscription",
            ),
            (
                arn,
                "RedrivePolicy",
                json.dumps({"deadLetterTargetArn": QUEUE, "maxReceiveCount": 3}),
                "RedrivePolicy: invalid JSON. Attribute maxReceiveCount is unknown.",
            ),
            (arn, "DeliveryPolicy", '{"http":{}}', "DeliveryPolicy: Unexpected JSON member: http"),
            (arn, "SubscriptionRoleArn", "me", "SubscriptionRoleArn: me is not the ARN of a role"),
        ]:
            with self.subTest(name=name, value=value):
                found = self.refused("InvalidParameter", self.set_subscription, arn=subscription, **{name: value})
                self.assertEqual(found, f"Invalid parameter: {message}")
        self.refused("InvalidParameter", self.set_subscription, arn=arn, RedrivePolicy="{invalidjson}")
        self.refused("NotFound", self.set_subscription, arn=arn[:-1] + "x", RawMessageDelivery="true")

    def test_redrive_policies_come_and_go(self) -> None:
        policy = json.dumps({"deadLetterTargetArn": QUEUE})
        arn = self.subscribe(self.create(), RedrivePolicy=policy)
        self.assertEqual(json.loads(self.subscription(arn)["RedrivePolicy"]), json.loads(policy))
        self.set_subscription(arn, RedrivePolicy="")
        self.assertNotIn("RedrivePolicy", self.subscription(arn))
        fifo = self.create("t.fifo")
        self.assertIn("RedrivePolicy", self.subscription(self.subscribe(fifo, RedrivePolicy=policy)))
        message = self.refused(
            "InvalidParameter", self.subscribe, topic=fifo, endpoint=QUEUE + ".fifo", RedrivePolicy=policy
        )
        self.assertIn("must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.", message)

    def test_delivery_policies_take_effect(self) -> None:
        arn = self.subscribe(
            self.create(),
            "http",
            "http://example.com/",
            DeliveryPolicy='{"healthyRetryPolicy":{"numRetries":9,"minDelayTarget":1,"maxDelayTarget":2}}',
        )
        self.assertEqual(
            json.loads(self.subscription(arn)["DeliveryPolicy"]),
            {
                "healthyRetryPolicy": {
                    "minDelayTarget": 1,
                    "maxDelayTarget": 2,
                    "numRetries": 9,
                    "numMaxDelayRetries": None,
                    "numNoDelayRetries": None,
                    "numMinDelayRetries": None,
                    "backoffFunction": None,
                },
                "sicklyRetryPolicy": None,
                "throttlePolicy": None,
                "requestPolicy": None,
                "guaranteed": False,
            },
        )
        effective = json.loads(self.subscription(arn)["EffectiveDeliveryPolicy"])
        self.assertEqual(effective["healthyRetryPolicy"]["numRetries"], 9)
        self.assertEqual(effective["healthyRetryPolicy"]["backoffFunction"], "linear")

    def test_replay_is_of_archives(self) -> None:
        policy = '{"PointType":"Timestamp","StartingPoint":"2024-01-01T00:00:00.000Z"}'
        topic = self.create("t.fifo")
        self.refused("InvalidParameter", self.subscribe, topic=topic, ReplayPolicy=policy)
        self.set(topic, ArchivePolicy='{"MessageRetentionPeriod":"30"}')
        arn = self.subscribe(topic, endpoint=QUEUE + ".fifo", ReplayPolicy=policy)
        self.assertEqual(self.subscription(arn)["ReplayPolicy"], policy)
        self.assertEqual(self.subscription(arn)["ReplayStatus"], "Completed")
        self.refused("InvalidParameter", self.set_subscription, arn=arn, ReplayPolicy='{"PointType":"Timestamp"}')
        self.set_subscription(arn, ReplayPolicy="{}")
        self.assertNotIn("ReplayPolicy", self.subscription(arn))

    def test_endpoints_are_of_their_protocol(self) -> None:
        standard, fifo = self.create(), self.create("t.fifo")
        for topic, protocol, endpoint, message in [
            (standard, "pigeon", "coo", "Amazon SNS does not support this protocol string: pigeon"),
            (standard, "sqs", "http://queue", "SQS endpoint ARN"),
            (standard, "sqs", QUEUE + ".fifo", "FIFO SQS Queues can not be subscribed to standard SNS topics"),
            (standard, "lambda", "f", "Lambda endpoint ARN"),
            (standard, "firehose", QUEUE, "Firehose endpoint ARN"),
            (standard, "application", "a", "Application endpoint arn invalid:a"),
            (standard, "email", "a@b;c@d", "Email address"),
            (standard, "email-json", "me", "Email address"),
            (standard, "https", "http://example.com", "Endpoint must match the specified protocol"),
            (standard, "sms", "me", "Invalid SMS endpoint: me"),
            (fifo, "email", "me@example.com", "Invalid protocol type: email"),
        ]:
            with self.subTest(protocol=protocol, endpoint=endpoint):
                found = self.refused(
                    "InvalidParameter", self.subscribe, topic=topic, protocol=protocol, endpoint=endpoint
                )
                self.assertIn(message, found)
        self.subscribe(fifo)
        self.subscribe(fifo, endpoint=QUEUE + ".fifo")
        stream = f"arn:aws:firehose:us-east-1:{ACCOUNT}:deliverystream/s"
        self.assertIn(
            "role",
            self.refused("InvalidParameter", self.subscribe, topic=standard, protocol="firehose", endpoint=stream),
        )
        self.subscribe(standard, "firehose", stream, SubscriptionRoleArn=ROLE)
        self.refused("NotFound", self.subscribe, topic=standard + "x")

    def test_a_subscription_is_made_twice_only_as_it_is(self) -> None:
        topic = self.create()
        first = self.subscribe(topic, RawMessageDelivery="True")
        for attributes in (
            {},
            {"RawMessageDelivery": "true"},
            {"RawMessageDelivery": "true", "FilterPolicyScope": "MessageAttributes"},
        ):
            self.assertEqual(first, self.subscribe(topic, **attributes))
        for attributes in ({"RawMessageDelivery": "false"}, {"FilterPolicy": '{"a":["b"]}'}):
            message = self.refused("InvalidParameter", self.subscribe, topic=topic, **attributes)
            self.assertIn("Attributes Reason: Subscription already exists with different attributes", message)

    def test_unsubscribing_twice_is_no_error(self) -> None:
        topic = self.create()
        arn = self.subscribe(topic)
        for _ in range(2):
            self.sns.unsubscribe(SubscriptionArn=arn)
        message = self.refused("NotFound", self.subscription, arn=arn)
        self.assertEqual(message, "Subscription does not exist")
        counts = self.read(topic)
        self.assertEqual((counts["SubscriptionsConfirmed"], counts["SubscriptionsDeleted"]), ("0", "1"))
        for wrong, reason in [
            ("x", "SubscriptionArn Reason: An ARN must have at least 6 elements, not 1"),
            (f"{topic}:x", "SubscriptionId"),
        ]:
            message = self.refused("InvalidParameter", self.sns.unsubscribe, SubscriptionArn=wrong)
            self.assertEqual(message, f"Invalid parameter: {reason}")

    def test_mail_is_pending(self) -> None:
        topic = self.create()
        answer = self.sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="me@example.com")
        self.assertEqual(answer["SubscriptionArn"], "pending confirmation")
        arn = self.subscribe(topic, "email", "me@example.com")
        attributes = self.subscription(arn)
        self.assertEqual(attributes["PendingConfirmation"], "true")
        self.assertEqual(attributes["ConfirmationWasAuthenticated"], "false")
        (listed,) = self.sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
        self.assertEqual(listed["SubscriptionArn"], "PendingConfirmation")
        self.assertEqual(self.read(topic)["SubscriptionsPending"], "1")
        message = self.refused("InvalidParameter", self.sns.unsubscribe, SubscriptionArn=arn)
        self.assertIn("Cannot unsubscribe a subscription that is pending confirmation", message)
        for token, reason in [("x", "Invalid token"), ("ab" * 120, "Invalid parameter: Token")]:
            message = self.refused("InvalidParameter", self.sns.confirm_subscription, TopicArn=topic, Token=token)
            self.assertEqual(message, reason)

    def test_http_endpoints_confirm_after_as_long_as_is_set(self) -> None:
        topic = self.create()
        arn = self.subscribe(topic, "https", "https://example.com/a")
        self.assertEqual(self.subscription(arn)["PendingConfirmation"], "false")
        self.operations(sns_ConfirmSubscription={"seconds": 0.5})
        arn = self.subscribe(topic, "https", "https://example.com/b")
        self.assertEqual(self.subscription(arn)["PendingConfirmation"], "true")
        time.sleep(0.6)
        self.assertEqual(self.subscription(arn)["PendingConfirmation"], "false")
        self.sns.unsubscribe(SubscriptionArn=arn)

    def test_an_endpoint_confirms_with_the_token_that_it_was_sent(self) -> None:
        self.settings(sns_endpoints_confirm=False)
        received: queue.Queue[dict[str, str]] = queue.Queue()

        class Endpoint(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                received.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        endpoint = http.server.HTTPServer(("127.0.0.1", 0), Endpoint)
        threading.Thread(target=endpoint.serve_forever, daemon=True).start()
        self.addCleanup(endpoint.server_close)
        self.addCleanup(endpoint.shutdown)
        topic = self.create()
        arn = self.subscribe(topic, "http", f"http://127.0.0.1:{endpoint.server_port}/")
        self.sns.publish(TopicArn=topic, Message="nobody hears this")
        message = received.get(timeout=10)
        self.assertEqual((message["Type"], message["TopicArn"]), ("SubscriptionConfirmation", topic))
        answer = self.sns.confirm_subscription(TopicArn=topic, Token=message["Token"], AuthenticateOnUnsubscribe="true")
        self.assertEqual(answer["SubscriptionArn"], arn)
        attributes = self.subscription(arn)
        self.assertEqual(
            (attributes["PendingConfirmation"], attributes["ConfirmationWasAuthenticated"]), ("false", "true")
        )
        self.assertTrue(received.empty())


class Mobile(Sns):
    def application(self, name: str = "a", platform: str = "GCM", **attributes: str) -> str:
        attributes.setdefault("PlatformCredential", "secret")
        given = {key: value for key, value in attributes.items() if value}
        answer = self.sns.create_platform_application(Name=name, Platform=platform, Attributes=given)
        return str(answer["PlatformApplicationArn"])

    def test_credentials_are_asked_for_and_not_told(self) -> None:
        arn = self.application(SuccessFeedbackSampleRate="50")
        attributes = self.sns.get_platform_application_attributes(PlatformApplicationArn=arn)["Attributes"]
        self.assertEqual(attributes, {"Enabled": "true", "SuccessFeedbackSampleRate": "50"})
        for arguments, reason in [
            ({"platform": "APNS"}, "PlatformCredential attribute provided without PlatformPrincipal"),
            (
                {"platform": "APNS", "PlatformCredential": "", "PlatformPrincipal": "x"},
                "PlatformPrincipal attribute provided without PlatformCredential",
            ),
            ({"PlatformCredential": "", "Enabled": "true"}, "PlatformCredential is missing"),
            ({"platform": "AAA"}, "Platform Reason: AAA is not supported"),
            ({"name": "@name"}, "@name Reason: must contain only characters"),
            ({"name": "a" * 257}, "must be at most 256 characters long"),
            ({"SuccessFeedbackSampleRate": "101"}, "is not an integer between 0-100"),
            ({"EventEndpointCreated": "x"}, "EventEndpointCreated: x is not the ARN of a topic"),
            ({"Colour": "red"}, "Unknown attribute Colour"),
        ]:
            with self.subTest(arguments):
                self.assertIn(reason, self.refused("InvalidParameter", self.application, **arguments))

    def test_an_application_that_is_not_there(self) -> None:
        arn = self.application()
        for _ in range(2):
            self.sns.delete_platform_application(PlatformApplicationArn=arn)
        message = self.refused("NotFound", self.sns.get_platform_application_attributes, PlatformApplicationArn=arn)
        self.assertEqual(message, "PlatformApplication does not exist")
        self.refused("InvalidParameter", self.sns.get_platform_application_attributes, PlatformApplicationArn="x")

    def test_preferences_of_text_messages(self) -> None:
        read = self.sns.get_sms_attributes
        self.assertEqual(read()["attributes"], {"MonthlySpendLimit": "1"})
        self.sns.set_sms_attributes(attributes={"DefaultSMSType": "Promotional", "DefaultSenderID": "me"})
        self.assertEqual(
            read(attributes=["DefaultSMSType", "MonthlySpendLimit"])["attributes"],
            {"DefaultSMSType": "Promotional", "MonthlySpendLimit": "1"},
        )
        for name, value, message in [
            ("InvalidAttribute", "x", "InvalidAttribute is not a valid attribute"),
            ("DefaultSMSType", "Gossip", "DefaultSMSType is invalid"),
            ("DefaultSenderID", "1234", "DefaultSenderID is invalid"),
            ("DeliveryStatusSuccessSamplingRate", "101", "DeliveryStatusSuccessSamplingRate is invalid"),
        ]:
            self.assertEqual(
                self.refused("InvalidParameter", self.sns.set_sms_attributes, attributes={name: value}), message
            )
        self.sns.set_sms_attributes(attributes={"DefaultSenderID": ""})
        self.assertNotIn("DefaultSenderID", read()["attributes"])
