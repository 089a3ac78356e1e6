import botocore.session

from standin import cbor
from tests.running import Running


class Protocols(Running):
    def setUp(self):
        super().setUp()
        self.cloudwatch = self.client("cloudwatch")

    def ask(self, operation, **members):
        """By CBOR, which botocore speaks only where a model has no other protocol that it prefers."""
        session = botocore.session.get_session()
        loader = session.get_component("data_loader")
        model = loader.load_service_model("cloudwatch", "service-2")
        metadata = {name: it for name, it in model["metadata"].items() if name != "protocol"}
        only = model | {"metadata": metadata | {"protocols": ["smithy-rpc-v2-cbor"], "protocol": "smithy-rpc-v2-cbor"}}
        loader.load_service_model = lambda name, kind, *rest, **more: (
            only
            if (name, kind) == ("cloudwatch", "service-2")
            else type(loader).load_service_model(loader, name, kind, *rest, **more)
        )
        client = session.create_client(
            "cloudwatch",
            endpoint_url=self.cloudwatch.meta.endpoint_url,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        return getattr(client, operation)(**members)

    def test_what_is_written_in_cbor_is_read_in_json_and_back(self):
        alarm = {"AlarmName": "a", "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 2}
        metric = {"Namespace": "AWS/SQS", "MetricName": "m", "Period": 60, "Statistic": "Sum", "Threshold": 0.5}
        self.ask("put_metric_alarm", **alarm, **metric)
        (by_json,) = self.cloudwatch.describe_alarms(AlarmNames=["a"])["MetricAlarms"]
        (by_cbor,) = self.ask("describe_alarms", AlarmNames=["a"])["MetricAlarms"]
        for found in (by_json, by_cbor):
            self.assertEqual(found["Threshold"], 0.5)
        self.assertEqual(
            by_cbor["AlarmConfigurationUpdatedTimestamp"].year, by_json["AlarmConfigurationUpdatedTimestamp"].year
        )

    def test_an_error_keeps_its_code(self):
        with self.assertRaises(self.cloudwatch.exceptions.ClientError) as raised:
            self.ask("get_dashboard", DashboardName="none")
        self.assertIn("NotFound", raised.exception.response["Error"]["Code"])

    def test_a_map_may_say_no_length(self):
        self.assertEqual(cbor._read(b"\xbf\x61a\x61b\xff"), {"a": "b"})
