import json

from tests.running import Running

QUEUE = "http://localhost/123456789012/q"


class Json(Running):
    def test_an_unknown_attribute_of_a_queue(self):
        sqs = self.client("sqs")
        message = self.refused("InvalidAttributeName", sqs.create_queue, QueueName="q", Attributes={"Delay": "1"})
        self.assertEqual(message, "Unknown Attribute Delay.")
        url = sqs.create_queue(QueueName="q")["QueueUrl"]
        self.refused("InvalidAttributeName", sqs.get_queue_attributes, QueueUrl=url, AttributeNames=["Delay"])

    def test_a_missing_member(self):
        message = self.refused("MissingParameter", self.client("sqs").create_queue, Attributes={})
        self.assertEqual(message, "The request must contain the parameter QueueName.")
        status, body = self.json("sqs", "AmazonSQS.GetQueueAttributes", QueueUrl=None)
        self.assertEqual(
            (status, json.loads(body)["__type"]), (400, "com.amazonaws.sqs#MissingRequiredParameterException")
        )

    def test_an_unknown_member(self):
        status, body = self.json("sqs", "AmazonSQS.CreateQueue", QueueName="q", Tags={"a": "b"})
        self.assertEqual(status, 400, "the member is `tags`")
        self.assertIn("unknown parameter Tags", body)
        self.assertEqual(self.json("sqs", "AmazonSQS.CreateQueue", QueueName="q", tags={"a": "b"})[0], 200)

    def test_a_wrong_type(self):
        status, body = self.json("sqs", "AmazonSQS.CreateQueue", QueueName="q", Attributes={"DelaySeconds": 5})
        self.assertEqual((status, "SerializationException" in body), (400, True), body)
        status, body = self.json("kinesis", "Kinesis_20131202.CreateStream", StreamName="s", ShardCount="1")
        self.assertEqual((status, "SerializationException" in body), (400, True), body)

    def test_lengths_ranges_patterns_and_words(self):
        kinesis = self.client("kinesis")
        for members, rule in [
            ({"StreamName": "s" * 129}, "length less than or equal to 128"),
            ({"StreamName": ""}, "length greater than or equal to 1"),
            ({"StreamName": "no blanks"}, "regular expression"),
            ({"StreamName": "s", "ShardCount": 0}, "value greater than or equal to 1"),
            (
                {"StreamName": "s", "StreamModeDetails": {"StreamMode": "SOME"}},
                "enum value set: [PROVISIONED, ON_DEMAND]",
            ),
            ({"StreamName": "s", "StreamModeDetails": {}}, "'streamModeDetails.StreamMode'"),
        ]:
            with self.subTest(rule):
                self.assertIn(rule, self.refused("ValidationException", kinesis.create_stream, **members))
        kinesis.create_stream(StreamName="s", ShardCount=1, StreamModeDetails={"StreamMode": "PROVISIONED"})

    def test_what_moto_gives_out_is_taken_back(self):
        kinesis = self.client("kinesis")
        kinesis.create_stream(StreamName="s", ShardCount=1)
        stream = kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]["StreamARN"]
        consumer = kinesis.register_stream_consumer(StreamARN=stream, ConsumerName="c")["Consumer"]["ConsumerARN"]
        kinesis.describe_stream_consumer(ConsumerARN=consumer)

    def test_an_unknown_operation(self):
        status, body = self.json("sqs", "AmazonSQS.MakeQueue", QueueName="q")
        self.assertEqual((status, "UnknownOperationException" in body), (400, True), body)

    def test_a_body_that_is_no_json(self):
        status, _ = self.raw("POST", "/", "{", "sqs", X_Amz_Target="AmazonSQS.ListQueues")
        self.assertEqual(status, 400)


class Query(Running):
    def test_an_unknown_parameter(self):
        good = {"Action": "CreateTopic", "Version": "2010-03-31", "Name": "t"}
        self.assertEqual(self.query("sns", **good)[0], 200)
        for name in ("Nam", "Attributes.entry.1.Key", "Tags.member.0.Key", "Tags.1.Key"):
            status, body = self.query("sns", **good, **{name: "x"})
            self.assertEqual((status, "InvalidParameter" in body), (400, True), name)

    def test_a_missing_parameter(self):
        message = self.refused("InvalidParameter", self.client("sns").subscribe, TopicArn="arn:aws:sns:us-east-1:1:t")
        self.assertEqual(message, "Invalid parameter: Protocol Reason: no value for required parameter")

    def test_maps_and_lists_are_read(self):
        sns = self.client("sns")
        tags = [{"Key": str(number), "Value": ""} for number in range(12)]
        sns.create_topic(Name="t", Attributes={"DisplayName": "d"}, Tags=tags)
        message = self.refused("InvalidParameter", sns.create_topic, Name="t", Tags=[{"Key": "k" * 129, "Value": ""}])
        self.assertIn("Tags.1.member.Key", message)

    def test_iam_and_sts(self):
        iam = self.client("iam")
        self.assertIn(
            "Value null at 'assumeRolePolicyDocument'", self.refused("ValidationError", iam.create_role, RoleName="r")
        )
        self.refused("ValidationError", iam.create_role, RoleName="r!", AssumeRolePolicyDocument="{}")
        self.client("sts").get_caller_identity()

    def test_an_unknown_action(self):
        status, body = self.query("sns", Action="MakeTopic", Version="2010-03-31")
        self.assertEqual((status, "InvalidAction" in body), (400, True), body)


class Ec2(Running):
    def test_good_requests_pass(self):
        ec2 = self.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        tags = [{"ResourceType": "security-group", "Tags": [{"Key": "a", "Value": "b"}]}]
        group = ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc, TagSpecifications=tags)["GroupId"]
        ec2.authorize_security_group_ingress(
            GroupId=group,
            IpPermissions=[{"IpProtocol": "tcp", "FromPort": 1, "ToPort": 2, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}],
        )
        self.assertEqual(self.refusals(), [])

    def test_bad_requests(self):
        for code, parameters in [
            ("MissingParameter", {"Action": "CreateSecurityGroup", "GroupName": "g"}),
            ("UnknownParameter", {"Action": "DescribeVpcs", "Vpc.1": "vpc-1"}),
            ("UnknownParameter", {"Action": "DescribeVpcs", "Filter.1.Names": "vpc-id"}),
            ("InvalidParameterValue", {"Action": "DescribeVpcs", "DryRun": "perhaps"}),
            ("InvalidParameterValue", {"Action": "DescribeVpcs", "MaxResults": "many"}),
        ]:
            with self.subTest(parameters):
                status, body = self.query("ec2", Version="2016-11-15", **parameters)
                self.assertEqual(status, 400)
                self.assertIn(f"<Code>{code}</Code>", body)


class RestJson(Running):
    def test_good_requests_pass(self):
        kafka = self.client("kafka")
        subnets = self.client("ec2").describe_subnets()["Subnets"]
        arn = kafka.create_cluster_v2(
            ClusterName="c",
            Serverless={
                "VpcConfigs": [{"SubnetIds": [subnet["SubnetId"] for subnet in subnets[:2]]}],
                "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
            },
            Tags={"a": "b"},
        )["ClusterArn"]
        kafka.describe_cluster_v2(ClusterArn=arn)
        kafka.tag_resource(ResourceArn=arn, Tags={"c": "d"})
        kafka.untag_resource(ResourceArn=arn, TagKeys=["a", "c"])
        kafka.list_clusters_v2(MaxResults=10)
        self.client("mq").list_brokers(MaxResults=5)
        self.assertEqual(self.refusals(), [])

    def test_bad_requests(self):
        for service, method, path, body, text in [
            ("kafka", "POST", "/v1/clusters", {"clusterName": "c"}, "Value null at 'brokerNodeGroupInfo'"),
            ("kafka", "POST", "/api/v2/clusters", {"clusterName": "c", "serverles": {}}, "Member 'serverles'"),
            ("kafka", "POST", "/api/v2/clusters", {"clusterName": "c" * 65}, "length less than or equal to 64"),
            ("kafka", "GET", "/v1/clusters?maxResults=x", None, "not of type integer"),
            ("kafka", "GET", "/v1/clusters?maxResult=1", None, "Member 'maxResult'"),
            ("mq", "POST", "/v1/brokers", {"brokerName": "b", "engineType": "KAFKA"}, "[ACTIVEMQ, RABBITMQ]"),
            ("mq", "POST", "/v1/brokers", {"brokerName": 1}, "not of type string"),
        ]:
            with self.subTest(path=path, body=body):
                status, answer = self.raw(method, path, json.dumps(body) if body else "", service)
                self.assertEqual(status, 400, answer)
                self.assertIn(text, answer)

    def test_mq_takes_words_in_any_case(self):
        members = {"name": "c", "engineType": "ActiveMQ", "engineVersion": "5.18"}
        status, answer = self.raw("POST", "/v1/configurations", json.dumps(members), "mq")
        self.assertEqual(status, 200, answer)

    def test_an_error_is_the_service_s_own(self):
        kafka = self.client("kafka")
        self.refused("BadRequestException", kafka.list_clusters, MaxResults=1000)

    def test_refusals_are_kept_for_the_test(self):
        self.refused("BadRequestException", self.client("kafka").list_clusters, MaxResults=1000)
        (refusal,) = self.refusals()
        self.assertEqual((refusal["service"], refusal["operation"]), ("kafka", "ListClusters"))


class NotChecked(Running):
    def test_cbor_passes(self):
        headers = {"X_Amz_Target": "Kinesis_20131202.ListStreams", "Content_Type": "application/x-amz-cbor-1.1"}
        self.raw("POST", "/", "\xa0", "kinesis", **headers)
        self.assertEqual(self.refusals(), [])

    def test_s3_and_unsigned_requests_pass(self):
        s3 = self.client("s3")
        s3.create_bucket(Bucket="bucket")
        s3.put_object(Bucket="bucket", Key="a/b", Body=b"text")
        self.assertEqual(s3.get_object(Bucket="bucket", Key="a/b")["Body"].read(), b"text")
        self.client("cloudwatch").list_metrics()
        role = {"RoleArn": "arn:aws:iam::123456789012:role/r", "RoleSessionName": "s", "WebIdentityToken": "t"}
        status, body = self.query(None, Action="AssumeRoleWithWebIdentity", Version="2011-06-15", **role)
        self.assertEqual(status, 200, body)
        self.assertEqual(self.refusals(), [])
