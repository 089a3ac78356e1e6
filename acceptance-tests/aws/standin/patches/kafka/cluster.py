"""A cluster and its nodes, as they are now."""

import random
import string
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from standin.control import CONTROL, Failure
from standin.life import Life
from standin.patches.kafka import long_ago, network
from standin.services import Members, now
from standin.settings import SETTINGS

#: AWS gives many clusters the same versions: a new one, and one of brokers that has just become ACTIVE.
_NEW, MADE = "K2EUQ1WTGCTBG2", "K3P5ROKL5A1OLE"

#: So much of a cluster's name is in those of its nodes.
_HOST = 22


@dataclass
class Node:
    """A broker or a node of ZooKeeper."""

    number: int
    subnet: str
    interface: Members
    added: datetime = field(default_factory=now)
    unique: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def since(self) -> str:
        """The model has this time as text."""
        return self.added.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


class Cluster:
    """`members` are those of `Provisioned` or `Serverless` in DescribeClusterV2, as they are now."""

    def __init__(self, arn: str, name: str, kind: str, members: Members) -> None:
        self.arn, self.name = arn, name
        #: PROVISIONED or SERVERLESS
        self.kind = kind
        self.members = members
        self.created = now()
        #: changes when an operation begins, and when it ends; other clusters may have the same
        self.version = _NEW
        self.life = Life("ACTIVE")
        #: why it FAILED
        self.failure: Failure | None = None
        #: the ARN of the operation that is going on
        self.active_operation: str | None = None
        self.subnets: list[network.Subnet] = []
        self.brokers: list[Node] = []
        self.zookeepers: list[Node] = []
        #: in which ZooKeeper's addresses are told, always
        self.zookeeper_order = random.sample((1, 2, 3), 3)
        self.zookeeper_access = True
        region, number = arn.split(":")[3], arn.rpartition("-")[2].removeprefix("s")
        unique = "".join(random.choices(string.ascii_lowercase + string.digits, k=6))
        #: what the names of its nodes end in
        self.domain = f"{name.lower().replace('-', '')[:_HOST]}.{unique}.c{number}.kafka.{region}.amazonaws.com"
        #: ARNs of secrets, in the order of their association
        self.scram_secrets: list[str] = []
        #: the policy and its version, where there is one
        self.policy: tuple[str, str] | None = None

    @property
    def state(self) -> str:
        state = self.life.state
        return state if state == "DELETED" else CONTROL.state(self.arn) or state

    def arn_of(self, kind: str, name: str) -> str:
        """Of what belongs to it, as `…:topic/<its names>/<name>`."""
        owner, _, names = self.arn.partition(":cluster/")
        return f"{owner}:{kind}/{names}/{name}"

    @property
    def kafka_version(self) -> str:
        return str(self.members["CurrentBrokerSoftwareInfo"]["KafkaVersion"])

    @property
    def instance_type(self) -> str:
        return str(self.members["BrokerNodeGroupInfo"]["InstanceType"])

    def allows(self, *path: str) -> bool:
        """Whether clients may authenticate like this, as `allows("Sasl", "Iam")`."""
        return bool(at(self.members.get("ClientAuthentication"), *path, "Enabled"))

    @property
    def allows_all(self) -> bool:
        """Whether a client may come without authentication: that is so where nobody said anything."""
        given = self.members.get("ClientAuthentication")
        if not given:
            return True
        none = not (self.allows("Sasl", "Iam") or self.allows("Sasl", "Scram") or self.allows("Tls"))
        return none or self.allows("Unauthenticated")

    def set_brokers(self, count: int) -> None:
        """Adds brokers, or takes the newest away; they go round the subnets."""
        del self.brokers[count:]
        for index in range(len(self.brokers), count):
            subnet = self.subnets[index % len(self.subnets)]
            self.brokers.append(Node(index + 1, subnet.id, network.interface(subnet)))
        self.members["NumberOfBrokerNodes"] = count

    def addresses(self, prefix: str, port: int, shown: Iterable[int], tag: str = "") -> str:
        """The names of these nodes with a port, by commas."""
        return ",".join(f"{prefix}-{number}{tag}.{self.domain}:{port}" for number in shown)

    def _common(self, tags: Members) -> Members:
        return {
            "ClusterArn": self.arn,
            "ClusterName": self.name,
            "CreationTime": self.created,
            "State": self.state,
            "StateInfo": self.failure.state_info if self.failure else None,
            "CurrentVersion": self.version,
            "ActiveOperationArn": self.active_operation,
            "Tags": tags,
        }

    def _provisioned(self) -> Members:
        found = dict(self.members)
        if self.state == "CREATING":
            del found["ClientAuthentication"]
        elif self.zookeepers and self.state != "DELETING":
            found["ZookeeperConnectString"] = self.addresses("z", 2181, self.zookeeper_order)
            found["ZookeeperConnectStringTls"] = self.addresses("z", 2182, self.zookeeper_order)
        return long_ago.told(found) if SETTINGS["kafka_old_clusters"] else found

    def describe(self, tags: Members) -> Members:
        return {**self._common(tags), **self._provisioned()}

    def describe_v2(self, tags: Members) -> Members:
        if self.kind == "SERVERLESS":
            return {**self._common(tags), "ClusterType": self.kind, "Serverless": self.members}
        return {**self._common(tags), "ClusterType": self.kind, "Provisioned": self._provisioned()}


def at(value: Any, *path: str) -> Any:
    """What is at the end of a path through members, any of which may be absent."""
    for name in path:
        value = (value or {}).get(name)
    return value
