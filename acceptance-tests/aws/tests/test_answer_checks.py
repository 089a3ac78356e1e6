import json

from standin.answer_checks import AnswerChecks
from standin.wsgi import answer_of
from tests.running import Running

STREAM = "arn:aws:kinesis:us-east-1:123456789012:stream/s"
TOPIC = "arn:aws:sns:us-east-1:123456789012:t"


def violations(service, status, body, headers=(), target=None, method="POST", path="/", form=""):
    """What is noted of an answer, and that it went through as it was."""

    def app(environ, start_response):
        start_response(status, [("Content-Type", "application/json"), *headers])
        return [body.encode()]

    checks = AnswerChecks(app)
    answer = answer_of(checks, environ(service, form, method, path, target))
    assert (answer.status, answer.body) == (status, body.encode())
    return [problem for note in checks.violations for problem in note["problems"]]


def environ(service, form, method, path, target):
    told = {
        "REQUEST_METHOD": method,
        "RAW_URI": path,
        "PATH_INFO": path,
        "HTTP_AUTHORIZATION": f"Credential=k/20250101/us-east-1/{service}/aws4_request",
        "standin.body": form.encode(),
    }
    return told | ({"HTTP_X_AMZ_TARGET": target} if target else {})


def sns(action, body, status="200 OK"):
    return violations("sns", status, body, form=f"Action={action}&Version=2010-03-31")


def response(action, result, after="<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>"):
    namespace = "http://sns.amazonaws.com/doc/2010-03-31/"
    result = f"<{action}Result>{result}</{action}Result>" if result is not None else ""
    return f'<{action}Response xmlns="{namespace}">{result}{after}</{action}Response>'


class Json(Running):
    def kinesis(self, operation, members, status="200 OK"):
        return violations("kinesis", status, json.dumps(members), target=f"Kinesis_20131202.{operation}")

    def test_a_good_answer(self):
        limits = {"ShardLimit": 1, "OpenShardCount": 0, "OnDemandStreamCount": 0, "OnDemandStreamCountLimit": 5}
        self.assertEqual(self.kinesis("DescribeLimits", limits), [])
        self.assertEqual(violations("kinesis", "200 OK", "", target="Kinesis_20131202.CreateStream"), [])

    def test_each_kind_of_fault(self):
        good = {"StreamNames": ["s"], "HasMoreStreams": False}
        for change, text in [
            ({"HasMoreStreams": None}, "HasMoreStreams: required"),
            ({"HasMoreStreams": "false"}, "not of type boolean"),
            ({"Streams": []}, "Streams: no such member"),
            ({"StreamNames": ["no blanks"]}, "regular expression"),
            ({"StreamNames": ["s" * 129]}, "less than or equal to 128"),
            ({"StreamSummaries": [{"StreamName": "s", "StreamARN": STREAM, "StreamStatus": "NEW"}]}, "enum value set"),
        ]:
            with self.subTest(text):
                (problem,) = self.kinesis("ListStreams", good | change)
                self.assertIn(text, problem)

    def test_an_answer_where_there_is_none(self):
        (problem,) = self.kinesis("CreateStream", {"StreamName": "s"})
        self.assertIn("answers nothing", problem)

    def test_a_page_of_html_is_no_error(self):
        (problem,) = violations("kinesis", "500 Internal Server Error", "<html>", target="Kinesis_20131202.ListStreams")
        self.assertIn("form of the protocol", problem)

    def test_errors_are_those_of_the_service_or_common_ones(self):
        for code, problems in [
            ("ResourceNotFoundException", 0),
            ("com.amazonaws.kinesis#ResourceInUseException", 0),
            ("AccessDeniedException", 0),
            ("QueueDoesNotExist", 1),
        ]:
            found = self.kinesis("DescribeStream", {"__type": code, "message": "m"}, "400 Bad Request")
            self.assertEqual(len(found), problems, found)

    def test_an_error_of_sqs_tells_its_old_code(self):
        body = json.dumps({"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "m"})
        target = "AmazonSQS.GetQueueUrl"
        old = [("x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender")]
        self.assertEqual(violations("sqs", "400 Bad Request", body, old, target), [])
        for headers in ([], [("x-amzn-query-error", "QueueDoesNotExist;Sender")]):
            (problem,) = violations("sqs", "400 Bad Request", body, headers, target)
            self.assertIn("NonExistentQueue", problem)


class RestJson(Running):
    def kafka(self, members, status="200 OK", headers=(), path="/v1/tags/arn"):
        return violations("kafka", status, json.dumps(members), headers, method="GET", path=path)

    def test_a_good_answer(self):
        self.assertEqual(self.kafka({"tags": {"a": "b"}}), [])

    def test_each_kind_of_fault(self):
        for members, status, text in [
            ({"Tags": {}}, "200 OK", "Tags: no such member"),
            ({"tags": ["a"]}, "200 OK", "not of type map"),
            ({"tags": {"a": 1}}, "200 OK", "not of type string"),
            ({}, "201 Created", "200 in the model"),
        ]:
            with self.subTest(text):
                (problem,) = self.kafka(members, status)
                self.assertIn(text, problem)

    def test_words_are_of_the_enum(self):
        (problem,) = self.kafka({"clusterInfoList": [{"state": "READY"}]}, path="/v1/clusters")
        self.assertIn("clusterInfoList.1.member.state", problem)

    def test_errors(self):
        def error(code, status):
            return self.kafka({"message": "m"}, status, [("x-amzn-ErrorType", code)])

        self.assertEqual(error("NotFoundException", "404 Not Found"), [])
        self.assertIn("404 in the model", *error("NotFoundException", "400 Bad Request"))
        self.assertIn("no such error", *error("ClusterGone", "400 Bad Request"))
        self.assertIn("message: required", *self.kafka({"code": "NotFoundException"}, "404 Not Found"))


class Query(Running):
    def test_good_answers(self):
        self.assertEqual(sns("CreateTopic", response("CreateTopic", f"<TopicArn>{TOPIC}</TopicArn>")), [])
        attributes = "<Attributes><entry><key>DisplayName</key><value></value></entry></Attributes>"
        self.assertEqual(sns("GetTopicAttributes", response("GetTopicAttributes", attributes)), [])
        topics = f"<Topics><member><TopicArn>{TOPIC}</TopicArn></member></Topics>"
        self.assertEqual(sns("ListTopics", response("ListTopics", topics)), [])
        self.assertEqual(sns("DeleteTopic", response("DeleteTopic", None)), [])

    def test_each_kind_of_fault(self):
        for action, body, text in [
            ("CreateTopic", response("CreateTopic", "<Arn>a</Arn>"), "Arn: no such member"),
            ("CreateTopic", response("CreateTopic", f"<TopicArn>{TOPIC}</TopicArn>", ""), "RequestId: required"),
            ("CreateTopic", response("ListTopics", ""), "not of type CreateTopicResponse"),
            ("CreateTopic", "{}", "not of type CreateTopicResponse"),
            ("ListTopics", response("ListTopics", "<Topics><member><Arn/></member></Topics>"), "Topics.1.member.Arn"),
            (
                "ListTagsForResource",
                response("ListTagsForResource", "<Tags><member><Key>a</Key></member></Tags>"),
                "Tags.1.member.Value: required",
            ),
            (
                "GetSMSSandboxAccountStatus",
                response("GetSMSSandboxAccountStatus", "<IsInSandbox>yes</IsInSandbox>"),
                "not of type boolean",
            ),
        ]:
            with self.subTest(text):
                (problem,) = sns(action, body)
                self.assertIn(text, problem)

    def test_errors(self):
        def error(code, status):
            body = f"<ErrorResponse><Error><Code>{code}</Code><Message>m</Message></Error></ErrorResponse>"
            return sns("CreateTopic", body, status)

        self.assertEqual(error("InvalidParameter", "400 Bad Request"), [])
        self.assertIn("no such error", *error("InvalidParameterException", "400 Bad Request"))
        self.assertIn("404 in the model", *error("NotFound", "400 Bad Request"))


class Ec2(Running):
    def vpcs(self, result, status="200 OK"):
        body = f"<DescribeVpcsResponse><requestId>1</requestId>{result}</DescribeVpcsResponse>"
        return violations("ec2", status, body, form="Action=DescribeVpcs&Version=2016-11-15")

    def test_answers(self):
        item = "<vpcId>vpc-1</vpcId><isDefault>true</isDefault><tagSet><item><key>a</key><value/></item></tagSet>"
        self.assertEqual(self.vpcs(f"<vpcSet><item>{item}</item></vpcSet>"), [])
        for item, text in [
            ("<VpcId>vpc-1</VpcId>", "vpcSet.1.member.VpcId: no such member"),
            ("<isDefault>yes</isDefault>", "not of type boolean"),
            ("<state>new</state>", "enum value set"),
            ("<tagSet>a</tagSet><name/>", "name: no such member"),
        ]:
            with self.subTest(text):
                (problem,) = self.vpcs(f"<vpcSet><item>{item}</item></vpcSet>")
                self.assertIn(text, problem)

    def test_errors_have_a_code_of_any_name(self):
        body = "<Response><Errors><Error><Code>{}</Code><Message>m</Message></Error></Errors></Response>"
        form = "Action=DescribeVpcs&Version=2016-11-15"
        self.assertEqual(violations("ec2", "400 Bad Request", body.format("InvalidVpcID.NotFound"), form=form), [])
        self.assertIn("form of the protocol", *violations("ec2", "400 Bad Request", body.format(""), form=form))

    def test_what_moto_answers(self):
        ec2 = self.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")
        group = ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc)["GroupId"]
        rule = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 2, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
        for read in ("subnets", "security_groups", "security_group_rules", "network_interfaces", "availability_zones"):
            getattr(ec2, f"describe_{read}")()


class Notes(Running):
    def test_a_crash_is_noted_and_answered(self):
        def app(environ, start_response):
            raise KeyError("name")

        checks = AnswerChecks(app)
        answer = answer_of(checks, environ("ssm", "", "POST", "/", "AmazonSSM.GetParameter"))
        self.assertEqual(answer.status, "500 Internal Server Error")
        self.assertIn(b"fails in ssm.GetParameter: KeyError", answer.body)
        self.assertEqual(checks.violations[0]["problems"], ["KeyError('name')"])

    def test_services_of_others_are_not_looked_at(self):
        self.assertEqual(violations("ssm", "200 OK", '{"a": 1}', target="AmazonSSM.GetParameter"), [])

    def test_an_operation_that_is_missing_is_noted_until_the_reset(self):
        answer = self.json("kinesis", "Kinesis_20131202.ListQueues")
        self.assertEqual((answer[0], "does not know kinesis.ListQueues" in answer[1]), (501, True), answer)
        (violation,) = self.violations()
        self.assertEqual((violation["operation"], violation["status"]), ("ListQueues", 501))
        self.raw("POST", "/moto-api/reset")
        self.assertEqual(self.violations(), [])
