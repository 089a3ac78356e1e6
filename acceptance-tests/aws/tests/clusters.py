"""Clusters for the tests of what belongs to one."""

from typing import Any

from tests.running import Running

BOTH = {"Sasl": {"Scram": {"Enabled": True}, "Iam": {"Enabled": True}}}


class Clusters(Running):
    def setUp(self) -> None:
        super().setUp()
        self.kafka = self.client("kafka")

    def subnets(self, service: str = "ec2", **options: Any) -> list[dict[str, Any]]:
        """Three of the default VPC, each in a zone of its own."""
        found: list[dict[str, Any]] = self.client(service, **options).describe_subnets()["Subnets"]
        return sorted(found, key=lambda subnet: subnet["AvailabilityZone"])[:3]

    def cluster(self, name: str = "orders", **members: Any) -> str:
        members = {
            "BrokerNodeGroupInfo": {
                "ClientSubnets": [subnet["SubnetId"] for subnet in self.subnets()],
                "InstanceType": "kafka.m5.large",
            },
            "ClientAuthentication": BOTH,
            "KafkaVersion": "3.6.0",
            "NumberOfBrokerNodes": 3,
            **members,
        }
        arn: str = self.kafka.create_cluster(ClusterName=name, **members)["ClusterArn"]
        return arn

    def let_in(self, arn: str, **schemes: bool) -> None:
        """Turns authentication on or off for VPC connections: Iam, Scram, Tls."""
        sasl = {name: {"Enabled": schemes.get(name, False)} for name in ("Iam", "Scram")}
        connectivity = {"ClientAuthentication": {"Sasl": sasl, "Tls": {"Enabled": schemes.get("Tls", False)}}}
        version = self.kafka.describe_cluster(ClusterArn=arn)["ClusterInfo"]["CurrentVersion"]
        self.kafka.update_connectivity(
            ClusterArn=arn, CurrentVersion=version, ConnectivityInfo={"VpcConnectivity": connectivity}
        )
