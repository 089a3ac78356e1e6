import json

from botocore.exceptions import ClientError

from standin.control import CONTROL
from tests.test_faults import Demanding


class Access(Demanding):
    """Who is let in, whom policies may name, and what a partition knows."""

    def test_reads_are_denied_after_a_creation(self):
        for service, code, status, words in [
            ("sqs", "AccessDenied", 403, "Access to the resource https://queue.amazonaws.com/ is denied."),
            ("sns", "AuthorizationError", 403, "user/moto is not authorized to perform: sns:ListTopics"),
            ("mq", "ForbiddenException", 403, "is not authorized to perform: mq:ListConfigurations"),
        ]:
            with self.subTest(service):
                _, write, read = self.services[service]
                self.demand(**{f"{service}_{self.writes[service]}": {"denies": 2}})
                self.assertEqual(self.outcomes(read, 1), "1")
                write()
                with self.assertRaises(ClientError) as raised:
                    read()
                answer = raised.exception.response
                self.assertEqual(answer["Error"]["Code"], code)
                self.assertIn(words, answer["Error"]["Message"])
                self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], status)
                self.assertEqual(self.outcomes(read, 3), "011")
        self.demand(kinesis_CreateStream={"denies": 1})
        kinesis = self.client("kinesis")
        kinesis.create_stream(StreamName="s", ShardCount=1)
        self.refused("AccessDeniedException", kinesis.list_streams)
        kinesis.list_streams()

    def test_a_creation_that_fails_denies_nothing(self):
        self.demand(sqs_CreateQueue={"denies": 2})
        self.assertEqual(self.outcomes(lambda: self.create_queue("no/name"), 1), "0")
        self.assertEqual(self.outcomes(self.sqs.list_queues, 1), "1")

    def test_a_partition_without_tags(self):
        kinesis, ec2 = self.client("kinesis"), self.client("ec2")
        url, arn = self.create_queue()["QueueUrl"], self.create_topic()["TopicArn"]
        group = ec2.create_security_group(GroupName="g", Description="of a test")["GroupId"]
        tags = [{"Key": "a", "Value": "1"}]
        of_groups = [{"ResourceType": "security-group", "Tags": tags}]
        configuration = {"EngineType": "ACTIVEMQ", "EngineVersion": "5.18"}
        calls = {
            "sqs": (
                "AWS.SimpleQueueService.UnsupportedOperation",
                [
                    lambda: self.sqs.create_queue(QueueName="r", tags={"a": "1"}),
                    lambda: self.sqs.tag_queue(QueueUrl=url, Tags={"a": "1"}),
                    lambda: self.sqs.list_queue_tags(QueueUrl=url),
                ],
                lambda: self.sqs.create_queue(QueueName="r"),
            ),
            "sns": (
                "InvalidAction",
                [
                    lambda: self.sns.create_topic(Name="r", Tags=tags),
                    lambda: self.sns.list_tags_for_resource(ResourceArn=arn),
                ],
                lambda: self.sns.create_topic(Name="r"),
            ),
            "ec2": (
                "InvalidAction",
                [
                    lambda: ec2.create_security_group(GroupName="r", Description="d", TagSpecifications=of_groups),
                    lambda: ec2.create_tags(Resources=[group], Tags=tags),
                ],
                lambda: ec2.create_security_group(GroupName="r", Description="d"),
            ),
            "mq": (
                "UnsupportedOperationException",
                [
                    lambda: self.mq.create_configuration(Name="r", Tags={"a": "1"}, **configuration),
                    lambda: self.mq.list_tags(ResourceArn="arn:aws:mq:us-east-1:123456789012:broker:b:b-1"),
                ],
                lambda: self.mq.create_configuration(Name="r", **configuration),
            ),
            "kinesis": (
                "UnsupportedOperationException",
                [lambda: kinesis.create_stream(StreamName="r", ShardCount=1, Tags={"a": "1"})],
                lambda: kinesis.create_stream(StreamName="r", ShardCount=1),
            ),
        }
        for service, (code, refused, works) in calls.items():
            for told in (None, "InvalidParameterValue"):
                with self.subTest(service, told=told):
                    self.demand(**{f"{service}_*": {"without_tags": {"code": told} if told else {}}})
                    for call in refused:
                        self.refused(told or code, call)
            works()

    def test_a_principal_that_is_not_known_yet(self):
        role = "arn:aws:iam::123456789012:role/brand-new"
        document = json.dumps({"Version": "2012-10-17", "Statement": []})
        self.client("iam").create_role(RoleName="brand-new", AssumeRolePolicyDocument=document)
        url, topic = self.create_queue()["QueueUrl"], self.create_topic()["TopicArn"]
        kinesis = self.client("kinesis")
        kinesis.create_stream(StreamName="s", ShardCount=1)
        stream = kinesis.describe_stream(StreamName="s")["StreamDescription"]["StreamARN"]

        def policy(action, resource):
            statement = {"Effect": "Allow", "Principal": {"AWS": role}, "Action": action, "Resource": resource}
            return json.dumps({"Version": "2012-10-17", "Statement": [statement, {**statement, "Sid": "again"}]})

        def of_a_queue():
            attributes = {"Policy": policy("sqs:SendMessage", "*")}
            self.sqs.set_queue_attributes(QueueUrl=url, Attributes=attributes)

        def of_a_new_queue():
            self.sqs.create_queue(QueueName="new", Attributes={"Policy": policy("sqs:SendMessage", "*")})

        def of_a_topic():
            text = policy("sns:Publish", topic)
            self.sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=text)

        def of_a_stream():
            kinesis.put_resource_policy(ResourceARN=stream, Policy=policy("kinesis:PutRecord", stream))

        for code, call in [
            ("InvalidAttributeValue", of_a_queue),
            ("InvalidAttributeValue", of_a_new_queue),
            ("InvalidParameter", of_a_topic),
            ("InvalidArgumentException", of_a_stream),
        ]:
            with self.subTest(call):
                self.hide({role: {"policies": 2}})
                self.refused(code, call)
                self.assertEqual(self.outcomes(call, 2), "01")
                self.hide({role: {}})
                self.assertEqual(self.outcomes(call, 5), "00000")
                self.hide({role: None})
                self.assertEqual(self.outcomes(call, 1), "1")
        self.hide({role: {}})
        self.raw("POST", "/moto-api/reset")
        self.assertFalse(CONTROL.is_hidden(role))
        for told, text in [([], "an object"), ({role: {"calls": 1}}, "no 'calls'"), ({role: 3}, "an object, not 3")]:
            status, body = self.raw("POST", "/moto-api/standin/principals", json.dumps(told))
            self.assertEqual(status, 400)
            self.assertIn(text, body)

    def hide(self, principals):
        status, body = self.raw("POST", "/moto-api/standin/principals", json.dumps(principals))
        self.assertEqual(status, 200, body)
