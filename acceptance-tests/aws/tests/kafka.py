"""Clusters of MSK, for tests of them and of what belongs to them."""

from typing import Any

from botocore.exceptions import ClientError

from tests.running import Running


class Kafka(Running):
    def setUp(self) -> None:
        super().setUp()
        self.ec2 = self.client("ec2")
        self.kafka = self.client("kafka")
        zones: dict[str, str] = {}
        for subnet in self.ec2.describe_subnets()["Subnets"]:
            zones.setdefault(subnet["AvailabilityZone"], subnet["SubnetId"])
        #: of the default VPC, one of each zone
        self.subnets = [zones[zone] for zone in sorted(zones)]

    def asked(self, name: str = "c", **members: Any) -> dict[str, Any]:
        """A request for a cluster of three brokers; a member that is None is left out.

        `BrokerNodeGroupInfo` adds to what is there.
        """
        group = {"ClientSubnets": self.subnets[:3], "InstanceType": "kafka.m5.large"}
        asked = {
            "ClusterName": name,
            "KafkaVersion": "3.6.0",
            "NumberOfBrokerNodes": 3,
            **members,
            "BrokerNodeGroupInfo": {**group, **members.get("BrokerNodeGroupInfo", {})},
        }
        return {name: value for name, value in asked.items() if value is not None}

    def create(self, name: str = "c", **members: Any) -> str:
        return self.kafka.create_cluster(**self.asked(name, **members))["ClusterArn"]

    def create_express(self, name: str = "e", **members: Any) -> str:
        return self.create(name, BrokerNodeGroupInfo={"InstanceType": "express.m7g.large"}, **members)

    def create_serverless(self, name: str = "s") -> str:
        serverless = {
            "VpcConfigs": [{"SubnetIds": self.subnets[:2]}],
            "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
        }
        return self.kafka.create_cluster_v2(ClusterName=name, Serverless=serverless)["ClusterArn"]

    def cluster(self, arn: str) -> dict[str, Any]:
        return self.kafka.describe_cluster(ClusterArn=arn)["ClusterInfo"]

    def group(self, arn: str) -> dict[str, Any]:
        return self.cluster(arn)["BrokerNodeGroupInfo"]

    def brokers(self, arn: str) -> dict[str, Any]:
        """The bootstrap brokers, without the beginning of the names."""
        answer = self.kafka.get_bootstrap_brokers(ClusterArn=arn)
        del answer["ResponseMetadata"]
        return {name.removeprefix("BootstrapBrokerString"): value for name, value in answer.items()}

    def update(self, arn: str, what: str, **members: Any) -> dict[str, Any]:
        """Calls `update_<what>` on top of the current version; the operation."""
        version = self.cluster(arn)["CurrentVersion"]
        answer = getattr(self.kafka, f"update_{what}")(ClusterArn=arn, CurrentVersion=version, **members)
        self.assertEqual(answer["ClusterArn"], arn)
        return self.operation(answer["ClusterOperationArn"])

    def operation(self, arn: str) -> dict[str, Any]:
        return self.kafka.describe_cluster_operation(ClusterOperationArn=arn)["ClusterOperationInfo"]

    def bad(self, parameter: str | None, call: Any, code: str = "BadRequestException", **arguments: Any) -> str:
        """The message of the error that names this parameter."""
        with self.assertRaises(ClientError) as raised:
            call(**arguments)
        response = raised.exception.response
        self.assertEqual(response["Error"]["Code"], code, response)
        self.assertEqual(response.get("InvalidParameter"), parameter, response)
        return response["Error"]["Message"]

    def bad_update(self, arn: str, what: str, parameter: str | None, **members: Any) -> str:
        version = self.cluster(arn)["CurrentVersion"]
        call = getattr(self.kafka, f"update_{what}")
        return self.bad(parameter, call, ClusterArn=arn, CurrentVersion=version, **members)

    def until(self, arn: str, state: str, seconds: float = 60) -> None:
        """Sets the clock forward, by tenths of a second, until the cluster is in this state."""
        for _ in range(int(seconds * 10)):
            if self.cluster(arn)["State"] == state:
                return
            self.later(0.1)
        self.fail(f"{arn} is {self.cluster(arn)['State']}, not {state}")
