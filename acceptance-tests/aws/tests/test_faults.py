import json
import re
import time
from pathlib import Path

from botocore.exceptions import ClientError, ConnectionClosedError

from standin.control import CONTROL
from tests.running import Running


class Demanding(Running):
    """Demands of a service of each protocol."""

    def setUp(self):
        super().setUp()
        self.sqs, self.sns, self.mq = self.client("sqs"), self.client("sns"), self.client("mq")
        #: service -> its protocol's error, a write that works, a read, and the names of both
        self.services = {
            "sqs": ("QueueDoesNotExist", self.create_queue, self.sqs.list_queues),
            "sns": ("InvalidParameter", self.create_topic, self.sns.list_topics),
            "mq": ("ForbiddenException", self.create_configuration, self.mq.list_configurations),
        }
        self.writes = {"sqs": "CreateQueue", "sns": "CreateTopic", "mq": "CreateConfiguration"}
        self.reads = {"sqs": "ListQueues", "sns": "ListTopics", "mq": "ListConfigurations"}

    def create_queue(self, name="q"):
        return self.sqs.create_queue(QueueName=name)

    def create_topic(self, name="t"):
        return self.sns.create_topic(Name=name)

    def create_configuration(self, name="c"):
        return self.mq.create_configuration(Name=name, EngineType="ACTIVEMQ", EngineVersion="5.18")

    def demand(self, **demands):
        status, body = self.operations(**demands)
        self.assertEqual(status, 200, body)

    def outcomes(self, call, times):
        """1 where a call works, 0 where it fails."""
        return "".join(str(int(self.works(call))) for _ in range(times))

    def works(self, call):
        try:
            call()
        except ClientError:
            return False
        return True

    def seconds(self, call):
        began = time.monotonic()
        call()
        return time.monotonic() - began


class Faults(Demanding):
    """Each kind of fault."""

    def test_an_answer_is_held_back(self):
        for service, (_, _, read) in self.services.items():
            with self.subTest(service):
                self.demand(**{f"{service}_{self.reads[service]}": {"delay": 0.5}})
                self.assertGreaterEqual(self.seconds(read), 0.5)
                self.raw("POST", "/moto-api/reset")
                self.assertLess(self.seconds(read), 0.5)

    def test_which_calls_fail(self):
        for service, (code, _, read) in self.services.items():
            for which, expected in [
                ({}, "011111"),
                ({"next": 2}, "001111"),
                ({"call": 3}, "110111"),
                ({"every": 2}, "101010"),
                ({"from": 3}, "110000"),
            ]:
                with self.subTest(service=service, which=which):
                    self.demand(**{f"{service}_{self.reads[service]}": {"fails": {"code": code, **which}}})
                    self.assertEqual(self.outcomes(read, 6), expected)

    def test_several_faults_count_each_for_itself(self):
        fails = [{"code": "InternalFailure", "call": 1}, {"code": "AccessDeniedException", "call": 3}]
        self.demand(sqs_ListQueues={"fails": fails})
        self.assertEqual(self.outcomes(self.sqs.list_queues, 4), "0101")

    def test_faults_of_the_operation_and_of_the_service_both_hold(self):
        fails = {"code": "InternalFailure"}
        self.demand(sqs_ListQueues={"fails": {**fails, "call": 3}}, **{"sqs_*": {"fails": {**fails, "next": 1}}})
        self.assertEqual(self.outcomes(self.sqs.list_queues, 4), "0101")

    def test_an_error_is_in_the_form_of_its_protocol(self):
        for service, demand, code, status in [
            ("sqs", {"code": "QueueDoesNotExist"}, "AWS.SimpleQueueService.NonExistentQueue", 400),
            (
                "sqs",
                {"code": "AWS.SimpleQueueService.NonExistentQueue"},
                "AWS.SimpleQueueService.NonExistentQueue",
                400,
            ),
            ("sns", {"code": "NotFoundException"}, "NotFound", 404),
            ("sns", {"code": "AuthorizationError"}, "AuthorizationError", 403),
            ("mq", {"code": "ForbiddenException"}, "ForbiddenException", 403),
            ("mq", {"code": "InternalServerErrorException", "status": 503}, "InternalServerErrorException", 503),
            ("mq", {"code": "Strange"}, "Strange", 400),
        ]:
            with self.subTest(service=service, demand=demand):
                self.demand(**{f"{service}_*": {"fails": {"message": "as told <&>", **demand}}})
                with self.assertRaises(ClientError) as raised:
                    self.services[service][2]()
                answer = raised.exception.response
                self.assertEqual(answer["Error"]["Code"], code)
                self.assertEqual(answer["Error"]["Message"], "as told <&>")
                self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], status)

    def test_the_typed_exception_of_boto3_is_raised(self):
        self.demand(sqs_ListQueues={"fails": {"code": "QueueDoesNotExist"}})
        with self.assertRaises(self.sqs.exceptions.QueueDoesNotExist):
            self.sqs.list_queues()

    def test_a_call_that_fails_changes_nothing(self):
        for service, (code, write, read) in self.services.items():
            with self.subTest(service):
                before = self.shown(read)
                self.demand(**{f"{service}_{self.writes[service]}": {"fails": {"code": code}}})
                self.assertEqual(self.outcomes(write, 1), "0")
                self.assertEqual(self.shown(read), before)

    def shown(self, read):
        answer = read()
        answer.pop("ResponseMetadata")
        return answer

    def test_the_service_s_own_error_tells_of_throttling(self):
        for service, code in [("sqs", "RequestThrottled"), ("sns", "Throttling"), ("mq", "ThrottlingException")]:
            with self.subTest(service):
                self.demand(**{f"{service}_*": {"throttles": {"next": 2}}})
                read = self.services[service][2]
                self.refused(code, read)
                self.assertEqual(self.outcomes(read, 2), "01")
        for service, code in [
            ("ec2", "RequestLimitExceeded"),
            ("kafka", "TooManyRequestsException"),
            ("kinesis", "LimitExceededException"),
        ]:
            self.demand(**{f"{service}_*": {"throttles": {}}})
            client = self.client(service)
            read = {"ec2": "describe_vpcs", "kafka": "list_clusters", "kinesis": "list_streams"}[service]
            self.refused(code, getattr(client, read))

    def test_a_rate_lets_so_many_calls_through(self):
        self.demand(**{"sns_*": {"throttles": {"rate": 0.01}}})
        self.assertEqual(self.outcomes(self.sns.list_topics, 3), "100")
        self.later(101)
        self.assertEqual(self.outcomes(self.sns.list_topics, 2), "10")

    def test_reads_show_a_write_late(self):
        for service, (_, write, read) in self.services.items():
            with self.subTest(service):
                self.demand(**{f"{service}_*": {"late": 60}})
                before = self.shown(read)
                write()
                self.assertEqual(self.shown(read), before)
                self.later(61)
                self.assertNotEqual(self.shown(read), before)

    def test_what_is_late_is_not_there_as_the_service_says_it(self):
        self.demand(**{"sqs_*": {"late": 60}, "mq_*": {"late": 60}})
        self.create_queue()
        self.refused("AWS.SimpleQueueService.NonExistentQueue", self.sqs.get_queue_url, QueueName="q")
        made = self.create_configuration()["Id"]
        self.refused("NotFoundException", self.mq.describe_configuration, ConfigurationId=made)
        self.later(61)
        self.sqs.get_queue_url(QueueName="q")
        self.mq.describe_configuration(ConfigurationId=made)

    def test_writes_appear_one_after_the_other(self):
        topic = self.create_topic()["TopicArn"]
        self.demand(**{"sns_*": {"late": 60}})

        def name(new=None):
            if new:
                self.sns.set_topic_attributes(TopicArn=topic, AttributeName="DisplayName", AttributeValue=new)
            return self.sns.get_topic_attributes(TopicArn=topic)["Attributes"]["DisplayName"]

        self.assertEqual(name("first"), "")
        self.later(40)
        self.assertEqual(name("second"), "")
        self.later(21)
        self.assertEqual(name(), "first")
        self.later(40)
        self.assertEqual(name(), "second")

    def test_late_reads_leave_the_present_alone(self):
        self.demand(**{"sqs_*": {"late": 60}})
        url = self.create_queue()["QueueUrl"]
        self.sqs.send_message(QueueUrl=url, MessageBody="hello")
        self.shown(self.sqs.list_queues)
        self.assertEqual(self.sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"], "hello")

    def test_a_demand_for_an_operation_goes_before_that_for_the_service(self):
        self.demand(**{"mq_*": {"seconds": 5}, "mq_RebootBroker": {"seconds": 1}})
        self.assertEqual((CONTROL.seconds("mq.RebootBroker"), CONTROL.seconds("mq.CreateBroker")), (1, 5))
        self.assertEqual(CONTROL.seconds("kafka.CreateCluster"), 0)

    def test_an_operation_that_ends_badly_is_told_once(self):
        failure = {"code": "SOME_CODE", "message": "some reason"}
        self.demand(mq_CreateBroker={"ends_badly": failure}, **{"kafka_*": {"ends_badly": failure}})
        self.assertEqual(CONTROL.failure("mq.CreateBroker"), ("SOME_CODE", "some reason"))
        self.assertIsNone(CONTROL.failure("mq.CreateBroker"))
        self.assertEqual(CONTROL.failure("kafka.CreateCluster"), ("SOME_CODE", "some reason"))
        self.assertIsNone(CONTROL.failure("kafka.CreateCluster"))

    def test_an_answer_is_lost_and_the_call_is_done(self):
        for service, (_, write, read) in self.services.items():
            with self.subTest(service):
                before = self.shown(read)
                self.demand(**{f"{service}_{self.writes[service]}": {"loses": {}}})
                with self.assertRaises(ConnectionClosedError):
                    write()
                self.assertNotEqual(self.shown(read), before)
                self.demand(**{f"{service}_*": {"loses": [{"call": 1}, {"call": 3}]}})
                lost = []
                for _ in range(4):
                    try:
                        read()
                        lost.append(False)
                    except ConnectionClosedError:
                        lost.append(True)
                self.assertEqual(lost, [True, False, True, False])

    def test_a_call_that_fails_is_not_lost(self):
        self.demand(sqs_ListQueues={"fails": {"code": "InternalFailure"}, "loses": {}})
        self.assertEqual(self.outcomes(self.sqs.list_queues, 1), "0")
        with self.assertRaises(ConnectionClosedError):
            self.sqs.list_queues()
        self.assertEqual(self.outcomes(self.sqs.list_queues, 1), "1")

    def test_a_lost_answer_may_be_late_as_well(self):
        self.demand(**{"sns_*": {"late": 60}}, sns_CreateTopic={"loses": {}})
        with self.assertRaises(ConnectionClosedError):
            self.create_topic()
        self.assertEqual(self.sns.list_topics()["Topics"], [])
        self.later(61)
        self.assertEqual(len(self.sns.list_topics()["Topics"]), 1)

    def test_null_and_a_reset_drop_demands(self):
        fails = {"fails": {"code": "InternalFailure", "from": 1}}
        for drop in (
            lambda: self.demand(sqs_ListQueues=None),
            lambda: self.raw("POST", "/moto-api/reset"),
        ):
            self.demand(sqs_ListQueues={**fails, "delay": 0.1, "seconds": 1})
            self.assertEqual(self.outcomes(self.sqs.list_queues, 1), "0")
            drop()
            self.assertEqual(self.outcomes(self.sqs.list_queues, 1), "1")
            self.assertEqual((CONTROL.delay("sqs.ListQueues"), CONTROL.seconds("sqs.ListQueues")), (0, 0))
        self.demand(**{"sqs_*": {"late": 60}})
        self.create_queue()
        self.raw("POST", "/moto-api/reset")
        self.create_queue()
        self.assertEqual(len(self.sqs.list_queues()["QueueUrls"]), 1)

    def test_what_the_page_shows_is_taken(self):
        page = (Path(__file__).parent.parent / "FAULTS.md").read_text()
        examples = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
        self.assertGreater(len(examples), 3)
        commands = re.findall(r"(/moto-api/\S+) -d '(.*?)'", page)
        self.assertEqual(len(commands), 3)
        for path, example in [*commands, *(("/moto-api/standin/operations", it) for it in examples)]:
            with self.subTest(example):
                status, body = self.raw("POST", path, example)
                self.assertEqual(status, 200, body)

    def test_bad_demands_are_refused_and_nothing_of_them_is_done(self):
        fails = {"code": "InternalFailure"}
        for demands, text in [
            ([], "the demands: an object"),
            ({"queues.ListQueues": {}}, "botocore knows no service 'queues'"),
            ({"sqs.MakeQueue": {}}, "sqs has no operation 'MakeQueue'"),
            ({"sqs.ListQueues": 3}, "sqs.ListQueues: an object, not 3"),
            ({"sqs.ListQueues": {"second": 3}}, "no demand 'second'; there are: delay, denies, ends_badly"),
            ({"sqs.ListQueues": {"seconds": "3"}}, "seconds: a number of seconds, not '3'"),
            ({"sqs.ListQueues": {"seconds": True}}, "seconds: a number of seconds"),
            ({"sqs.ListQueues": {"delay": -1}}, "delay: a number of seconds, not -1"),
            ({"sqs.ListQueues": {"late": 60}}, "late is for a whole service: sqs.*"),
            ({"sqs.ListQueues": {"fails": {}}}, "fails: code is missing"),
            ({"sqs.ListQueues": {"fails": {**fails, "code": 5}}}, "fails: code is text"),
            ({"sqs.ListQueues": {"fails": {**fails, "often": 5}}}, "fails: no 'often'; there are: call, code"),
            ({"sqs.ListQueues": {"fails": {**fails, "next": 0}}}, "fails.next: a whole number from 1 on"),
            ({"sqs.ListQueues": {"fails": {**fails, "next": 1, "call": 1}}}, "fails: call or next, not both"),
            ({"sqs.ListQueues": {"fails": {**fails, "status": 200}}}, "fails.status: from 400 to 599, not 200"),
            ({"sqs.ListQueues": {"ends_badly": {"code": "c"}}}, "ends_badly: message is missing"),
            ({"sqs.ListQueues": {"denies": 0}}, "denies: a whole number from 1 on, not 0"),
            ({"sqs.ListQueues": {"loses": {"code": "c"}}}, "loses: no 'code'; there are: call, every, from, next"),
            ({"sqs.ListQueues": {"without_tags": {}}}, "without_tags is for a whole service: sqs.*"),
            ({"sqs.*": {"without_tags": {"next": 1}}}, "without_tags: no 'next'; there are: code, message"),
            ({"sqs.ListQueues": {"throttles": 2}}, "throttles: an object, not 2"),
            ({"sqs.ListQueues": {"throttles": {"rate": 0}}}, "throttles.rate: calls in a second, not 0"),
            ({"sqs.ListQueues": {"throttles": {"rate": 1, "next": 1}}}, "rate goes with nothing else"),
        ]:
            with self.subTest(text):
                also = {"sqs.CreateQueue": {"seconds": 7}, **demands} if isinstance(demands, dict) else demands
                status, body = self.raw("POST", "/moto-api/standin/operations", json.dumps(also))
                self.assertEqual(status, 400)
                self.assertIn(text, json.loads(body)["message"])
        self.assertEqual(self.raw("POST", "/moto-api/standin/operations", "{")[0], 400)
        self.assertEqual(CONTROL.seconds("sqs.CreateQueue"), 0)
