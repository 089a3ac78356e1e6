import json
import time

from tests.running import Running

POLICY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:*"}]})


class Queues(Running):
    def setUp(self):
        super().setUp()
        self.sqs = self.client("sqs")

    def create(self, name, **attributes):
        return self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    def read(self, url, *names):
        answer = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names) or ["All"])
        return answer.get("Attributes", {})

    def set(self, url, **attributes):
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes=attributes)

    def redrive(self, count, **to):
        url = self.create(**to) if to else self.create("dead")
        return f'{{"deadLetterTargetArn": "{self.read(url)["QueueArn"]}", "maxReceiveCount": {count}}}'

    def test_a_redrive_policy_comes_back_compact(self):
        policy = self.redrive(4)
        url = self.create("q", RedrivePolicy=policy)
        self.assertEqual(self.read(url)["RedrivePolicy"], policy.replace(": ", ":").replace(", ", ","))
        self.assertEqual(self.read(url, "RedrivePolicy"), {"RedrivePolicy": self.read(url)["RedrivePolicy"]})

    def test_a_count_that_is_text_stays_text(self):
        policy = self.redrive('"4"')
        url = self.create("q")
        self.set(url, RedrivePolicy=policy)
        self.assertIn('"maxReceiveCount":"4"', self.read(url)["RedrivePolicy"])

    def test_a_message_moves_after_as_many_receives_as_the_text_says(self):
        url = self.create("q", RedrivePolicy=self.redrive('"1"'), VisibilityTimeout="0")
        self.sqs.send_message(QueueUrl=url, MessageBody="hello")
        for _ in range(2):
            self.sqs.receive_message(QueueUrl=url)
            time.sleep(0.01)
        dead = self.sqs.get_queue_url(QueueName="dead")["QueueUrl"]
        self.assertEqual(self.sqs.receive_message(QueueUrl=dead)["Messages"][0]["Body"], "hello")

    def test_an_empty_redrive_policy_takes_it_away(self):
        url = self.create("q", RedrivePolicy=self.redrive(4))
        self.set(url, RedrivePolicy="")
        self.assertNotIn("RedrivePolicy", self.read(url))

    def test_bad_redrive_policies_are_refused(self):
        good = self.redrive(4)
        arn = json.loads(good)["deadLetterTargetArn"]
        url = self.create("q")
        for policy, reason in [
            (json.dumps({"deadLetterTargetArn": arn}), "mandatory attribute: maxReceiveCount"),
            (json.dumps({"maxReceiveCount": 3}), "mandatory attribute: deadLetterTargetArn"),
            (json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 0}), "from 1 to 1000"),
            (json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": "1001"}), "from 1 to 1000"),
            (json.dumps({"deadLetterTargetArn": arn + "x", "maxReceiveCount": 3}), "does not exist"),
            (self.redrive(4, name="d.fifo", FifoQueue="true"), "same type of queue"),
        ]:
            with self.subTest(policy):
                message = self.refused("InvalidParameterValue", self.set, url=url, RedrivePolicy=policy)
                self.assertIn(reason, message)
                self.assertNotIn("RedrivePolicy", self.read(url))

    def test_a_redrive_allow_policy_is_given_back_while_it_is_set(self):
        url = self.create("q")
        self.assertNotIn("RedriveAllowPolicy", self.read(url))
        self.set(url, RedriveAllowPolicy='{"redrivePermission": "denyAll"}')
        self.assertEqual(self.read(url)["RedriveAllowPolicy"], '{"redrivePermission":"denyAll"}')
        self.assertEqual(len(self.read(url, "RedriveAllowPolicy")), 1)
        self.set(url, RedriveAllowPolicy="")
        self.assertNotIn("RedriveAllowPolicy", self.read(url))
        self.assertEqual(self.read(url, "RedriveAllowPolicy"), {})

    def test_bad_redrive_allow_policies_are_refused(self):
        for policy in [
            {"redrivePermission": "all"},
            {"redrivePermission": "byQueue"},
            {"redrivePermission": "denyAll", "sourceQueueArns": ["arn"]},
            {"redrivePermission": "byQueue", "sourceQueueArns": ["arn"] * 11},
        ]:
            with self.subTest(policy):
                self.refused("InvalidParameterValue", self.create, name="q", RedriveAllowPolicy=json.dumps(policy))

    def test_setting_one_attribute_leaves_the_others(self):
        redrive = self.redrive(4)
        allow = '{"redrivePermission":"allowAll"}'
        url = self.create("q", Policy=POLICY, RedrivePolicy=redrive, RedriveAllowPolicy=allow)
        before = self.read(url)
        self.set(url, DelaySeconds="7")
        after = self.read(url)
        self.assertEqual(after.pop("DelaySeconds"), "7")
        for attributes in (before, after):
            attributes.pop("LastModifiedTimestamp")
        before.pop("DelaySeconds")
        self.assertEqual(before, after)
        self.assertIn("Policy", after)
        self.set(url, Policy="")
        self.assertNotIn("Policy", self.read(url))

    def test_numbers_have_ranges(self):
        url = self.create("q")
        for name, low, high in [
            ("DelaySeconds", 0, 900),
            ("KmsDataKeyReusePeriodSeconds", 60, 86400),
            ("MaximumMessageSize", 1024, 1048576),
            ("MessageRetentionPeriod", 60, 1209600),
            ("ReceiveMessageWaitTimeSeconds", 0, 20),
            ("VisibilityTimeout", 0, 43200),
        ]:
            for value in (low, high):
                self.set(url, **{name: str(value)})
            for value in (low - 1, high + 1, "many"):
                with self.subTest(name=name, value=value):
                    message = self.refused("InvalidAttributeValue", self.set, url=url, **{name: str(value)})
                    self.assertEqual(message, f"Invalid value for the parameter {name}.")
                    self.refused("InvalidAttributeValue", self.create, name="other", **{name: str(value)})
        self.assertEqual(self.read(url)["MaximumMessageSize"], "1048576")

    def test_a_refused_change_changes_nothing(self):
        url = self.create("q")
        self.refused("InvalidParameterValue", self.set, url=url, DelaySeconds="7", RedrivePolicy='{"a": 1}')
        self.assertEqual(self.read(url)["DelaySeconds"], "0")

    def test_policies_are_json(self):
        for name in ("Policy", "RedrivePolicy", "RedriveAllowPolicy"):
            self.refused("InvalidAttributeValue", self.create, name="q", **{name: "{"})

    def test_only_a_fifo_queue_knows_the_fifo_attributes(self):
        of_fifo_alone = "You can specify the {} only when FifoQueue is set to true."
        for name, value, text in [
            ("ContentBasedDeduplication", "true", "Unknown Attribute {}."),
            ("DeduplicationScope", "queue", of_fifo_alone),
            ("FifoThroughputLimit", "perQueue", of_fifo_alone),
            ("FifoQueue", "false", "Unknown Attribute {}."),
        ]:
            message = self.refused("InvalidAttributeName", self.create, name="q", **{name: value})
            self.assertEqual(message, text.format(name))
        url = self.create("q.fifo", FifoQueue="true")
        self.assertEqual(
            self.read(url, "DeduplicationScope", "FifoThroughputLimit", "ContentBasedDeduplication"),
            {"DeduplicationScope": "queue", "FifoThroughputLimit": "perQueue", "ContentBasedDeduplication": "false"},
        )

    def test_high_throughput_needs_deduplication_by_group(self):
        url = self.create("q.fifo", FifoQueue="true")
        self.refused("InvalidAttributeValue", self.set, url=url, FifoThroughputLimit="perMessageGroupId")
        self.assertEqual(self.read(url)["FifoThroughputLimit"], "perQueue")
        self.refused("InvalidAttributeValue", self.set, url=url, DeduplicationScope="group")
        self.set(url, DeduplicationScope="messageGroup", FifoThroughputLimit="perMessageGroupId")
        self.refused("InvalidAttributeValue", self.set, url=url, DeduplicationScope="queue")

    def test_a_name_that_ends_in_fifo_is_for_fifo_queues(self):
        self.refused("InvalidParameterValue", self.create, name="q.fifo")
        self.refused("InvalidParameterValue", self.create, name="q", FifoQueue="true")

    def test_what_is_read_only_cannot_be_set(self):
        url = self.create("q")
        for name in ("QueueArn", "All", "CreatedTimestamp", "FifoQueue"):
            self.refused("InvalidAttributeName", self.set, url=url, **{name: "1"})

    def test_a_new_queue_is_encrypted_by_sqs(self):
        self.assertEqual(self.read(self.create("q"))["SqsManagedSseEnabled"], "true")
        self.assertNotIn("KmsMasterKeyId", self.read(self.create("q")))

    def test_two_encryptions_at_once_are_refused(self):
        attributes = {"KmsMasterKeyId": "alias/aws/sqs", "SqsManagedSseEnabled": "true"}
        message = self.refused("InvalidAttributeName", self.create, name="q", **attributes)
        self.assertIn("one type of server-side encryption", message)

    def test_the_type_of_a_queue_stays(self):
        standard, fifo = self.create("q"), self.create("q.fifo", FifoQueue="true")
        for value in "true", "false":
            message = self.refused("InvalidAttributeName", self.set, url=standard, FifoQueue=value)
            self.assertEqual(message, "Unknown Attribute FifoQueue.")
        self.set(fifo, FifoQueue="true", DelaySeconds="7")
        self.assertEqual(self.read(fifo)["DelaySeconds"], "7")
        message = self.refused("InvalidAttributeValue", self.set, url=fifo, FifoQueue="false")
        self.assertIn("Reason: Modifying queue type is not supported.", message)

    def test_a_key_turns_the_other_encryption_off_for_good(self):
        url = self.create("q")
        self.set(url, KmsMasterKeyId="alias/aws/sqs", KmsDataKeyReusePeriodSeconds="60")
        self.assertEqual(self.read(url)["SqsManagedSseEnabled"], "false")
        self.assertEqual(self.read(url)["KmsDataKeyReusePeriodSeconds"], "60")
        self.set(url, KmsMasterKeyId="")
        self.assertEqual(self.read(url)["SqsManagedSseEnabled"], "false")
        self.assertNotIn("KmsMasterKeyId", self.read(url))
        self.assertNotIn("KmsDataKeyReusePeriodSeconds", self.read(url))
        url = self.create("r", KmsMasterKeyId="alias/aws/sqs")
        self.assertEqual(self.read(url)["SqsManagedSseEnabled"], "false")
        self.set(url, SqsManagedSseEnabled="true")
        self.assertNotIn("KmsMasterKeyId", self.read(url))
        self.settings(sqs_one_encryption=False)
        url = self.create("s", KmsMasterKeyId="alias/aws/sqs")
        self.assertEqual(self.read(url)["SqsManagedSseEnabled"], "true")

    def test_principals_exist_where_asked_for(self):
        role = "arn:aws:iam::123456789012:role/r"
        statement = {"Effect": "Allow", "Principal": {"AWS": [role, "123456789012"]}, "Action": "sqs:*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": statement})
        url = self.create("q", Policy=policy)
        self.settings(sqs_principals_exist=True)
        message = self.refused("InvalidAttributeValue", self.set, url=url, Policy=policy)
        self.assertEqual(message, "Invalid value for the parameter Policy.")
        self.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument='{"Version": "2012-10-17"}')
        self.set(url, Policy=policy)

    def test_permissions_are_in_a_policy_of_2008(self):
        url = self.create("q")
        self.sqs.add_permission(QueueUrl=url, Label="l", AWSAccountIds=["123456789012"], Actions=["ReceiveMessage"])
        policy = json.loads(self.read(url)["Policy"])
        self.assertEqual(policy["Version"], "2008-10-17")
        self.assertEqual(policy["Statement"][0]["Sid"], "l")
        message = self.refused("InvalidParameterValue", self.sqs.remove_permission, QueueUrl=url, Label="m")
        self.assertEqual(message, "Value m for parameter Label is invalid. Reason: can't find label.")
        self.sqs.remove_permission(QueueUrl=url, Label="l")
        self.assertNotIn("Policy", self.read(url))

    def test_the_old_protocol_has_old_words(self):
        url = self.create("q")
        self.sqs.delete_queue(QueueUrl=url)
        status, body = self.query("sqs", Action="GetQueueAttributes", Version="2012-11-05", QueueUrl=url)
        self.assertEqual(status, 400)
        self.assertIn("The specified queue does not exist for this wsdl version.", body)
        code = "AWS.SimpleQueueService.NonExistentQueue"
        message = self.refused(code, self.sqs.get_queue_attributes, QueueUrl=url)
        self.assertEqual(message, "The specified queue does not exist.")

    def test_a_deleted_name_is_free_at_once_or_after_as_long_as_is_set(self):
        self.sqs.delete_queue(QueueUrl=self.create("q"))
        url = self.create("q")
        self.settings(sqs_deleted_recently_seconds=0.5)
        self.sqs.delete_queue(QueueUrl=url)
        code = "AWS.SimpleQueueService.QueueDeletedRecently"
        self.assertIn("wait 60 seconds", self.refused(code, self.create, name="q"))
        self.create("other")
        time.sleep(0.6)
        self.create("q")

    def test_a_queue_is_created_twice_only_with_the_same_attributes(self):
        policy = self.redrive(4)
        first = self.create("q", DelaySeconds="7", RedrivePolicy=policy)
        self.assertEqual(first, self.create("q", DelaySeconds="7", RedrivePolicy=policy))
        for name, value in [
            ("DelaySeconds", "8"),
            ("RedrivePolicy", policy.replace("4}", "5}")),
            ("KmsMasterKeyId", "alias/aws/sqs"),
            ("Policy", POLICY),
        ]:
            message = self.refused("QueueAlreadyExists", self.create, name="q", **{name: value})
            expected = f"A queue already exists with the same name and a different value for attribute {name}"
            self.assertEqual(message, expected)
        # What a queue has now counts, and what is told alone.
        self.set(first, DelaySeconds="9")
        self.assertEqual(first, self.create("q", DelaySeconds="9"))
        self.assertEqual(first, self.create("q"))

    def test_times_are_whole_seconds(self):
        attributes = self.read(self.create("q"))
        self.assertRegex(attributes["CreatedTimestamp"], r"^\d{10}$")
        self.assertRegex(attributes["LastModifiedTimestamp"], r"^\d{10}$")
