"""Clusters that have something besides: secrets, a policy, VPC connections, replicators, topics."""

from typing import Any

from tests.kafka import Kafka

BOTH = {"Sasl": {"Scram": {"Enabled": True}, "Iam": {"Enabled": True}}}


class Clusters(Kafka):
    def owner(self, name: str = "orders", **members: Any) -> str:
        """The ARN of a cluster whose clients may come by IAM and by SCRAM."""
        return self.create(name, **{"ClientAuthentication": BOTH, **members})

    def let_in(self, arn: str, **schemes: bool) -> None:
        """Turns authentication on or off for VPC connections: Iam, Scram, Tls."""
        sasl = {name: {"Enabled": schemes.get(name, False)} for name in ("Iam", "Scram")}
        connectivity = {"ClientAuthentication": {"Sasl": sasl, "Tls": {"Enabled": schemes.get("Tls", False)}}}
        self.update(arn, "connectivity", ConnectivityInfo={"VpcConnectivity": connectivity})
