"""Topics of a cluster, by MSK's own calls."""

import base64
import binascii
import json
import re

from standin import properties
from standin.control import CONTROL
from standin.life import Life
from standin.patches.kafka import checks, server_properties
from standin.patches.kafka.backend import KafkaBackend, operation, page
from standin.patches.kafka.cluster import Cluster
from standin.patches.kafka.errors import bad_request, not_found
from standin.patches.kafka.resource import Resource
from standin.services import Members, ServiceError

_NAME = re.compile(r"[a-zA-Z0-9._-]{1,249}")

#: What each topic has that is not configured otherwise; there is more.
_BY_DEFAULT = {"cleanup.policy": "delete", "compression.type": "producer", "retention.ms": "604800000"}

#: A serverless cluster does not tell how many it has.
BROKERS_OF_SERVERLESS = 3


class Topic(Resource):
    def __init__(self, cluster: Cluster, parameters: Members) -> None:
        self.name: str = parameters["TopicName"]
        self.arn = cluster.arn_of("topic", self.name)
        self.brokers = _brokers(cluster)
        self.partitions: int = parameters["PartitionCount"]
        self.replicas: int = parameters["ReplicationFactor"]
        self.configs = _configs(parameters.get("Configs", ""))
        self.life = Life("CREATING")

    def answer(self, state: str) -> Members:
        return {"Status": state, "TopicArn": self.arn, "TopicName": self.name}

    def summary(self) -> Members:
        return {
            "OutOfSyncReplicaCount": 0,
            "PartitionCount": self.partitions,
            "ReplicationFactor": self.replicas,
            "TopicArn": self.arn,
            "TopicName": self.name,
        }

    def partition(self, number: int) -> Members:
        """Its replicas are on brokers next to each other, the first of them the leader."""
        replicas = [(number + place) % self.brokers + 1 for place in range(self.replicas)]
        return {"Isr": replicas, "Leader": replicas[0], "Partition": number, "Replicas": replicas}


def _brokers(cluster: Cluster) -> int:
    brokers: int = cluster.members.get("NumberOfBrokerNodes", BROKERS_OF_SERVERLESS)
    return brokers


def of(backend: KafkaBackend, cluster: Cluster) -> dict[str, Topic]:
    """Those that are still there, by name."""
    topics: dict[str, Topic] = backend.topics.setdefault(cluster.arn, {})
    for name in [name for name, topic in topics.items() if topic.state == "DELETED"]:
        del topics[name]
    return topics


def _get(backend: KafkaBackend, parameters: Members, absent: ServiceError | None = None) -> Topic:
    found = of(backend, backend.cluster(parameters["ClusterArn"])).get(parameters["TopicName"])
    if found is None:
        raise absent or not_found("The specified topic does not exist.", "topicName")
    return found


def _unknown() -> ServiceError:
    """What changes of a topic that is not there are answered with, in Kafka's words."""
    return ServiceError("UnknownTopicOrPartitionException", "This server does not host this topic-partition.")


def _configs(configs: str) -> dict[str, str]:
    """What a topic is configured with: JSON, as the clients of AWS send it, or lines of `key=value`."""
    try:
        text = base64.b64decode(configs, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise bad_request("The configurations must be text in Base64.", "configs") from None
    try:
        given = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in json.loads(text).items()
        }
    except (ValueError, AttributeError):
        given = properties.parse(text)
    complaint = server_properties.complaint(server_properties.TOPIC, given)
    if complaint:
        raise bad_request(complaint, "configs")
    return given


def _told(configs: dict[str, str]) -> str:
    """All that a topic has, what the cluster gives it included."""
    return base64.b64encode(json.dumps({**_BY_DEFAULT, **configs}).encode()).decode()


@operation("CreateTopic")
def create_topic(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = backend.cluster(parameters["ClusterArn"])
    name = parameters["TopicName"]
    if not _NAME.fullmatch(name) or name in (".", ".."):
        raise bad_request(f"The topic name '{name}' is not valid.", "topicName")
    checks.active(cluster)
    if parameters["ReplicationFactor"] > _brokers(cluster):
        raise bad_request(f"The replication factor must not be above {_brokers(cluster)}.", "replicationFactor")
    topics = of(backend, cluster)
    if name in topics:
        raise ServiceError("TopicExistsException", f"Topic '{name}' already exists.")
    made = topics[name] = Topic(cluster, parameters)
    made.life.enter("CREATING", CONTROL.seconds("kafka.CreateTopic"), "ACTIVE")
    return made.answer("CREATING")


@operation("DescribeTopic")
def describe_topic(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters)
    return {
        **found.answer(found.state),
        "Configs": _told(found.configs),
        "PartitionCount": found.partitions,
        "ReplicationFactor": found.replicas,
    }


@operation("DescribeTopicPartitions")
def describe_topic_partitions(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters)
    return page(parameters, "Partitions", range(found.partitions), found.partition)


@operation("ListTopics")
def list_topics(backend: KafkaBackend, parameters: Members) -> Members:
    prefix = parameters.get("TopicNameFilter", "")
    topics = of(backend, backend.cluster(parameters["ClusterArn"])).values()
    found = [topic for topic in topics if topic.name.startswith(prefix)]
    return page(parameters, "Topics", found, Topic.summary)


@operation("UpdateTopic")
def update_topic(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters, _unknown())
    if found.state != "ACTIVE":
        raise bad_request(f"The topic is in the state {found.state}.", "topicName")
    configs = _configs(parameters["Configs"]) if "Configs" in parameters else found.configs
    partitions = parameters.get("PartitionCount", found.partitions)
    if "PartitionCount" in parameters and partitions <= found.partitions:
        raise bad_request(f"The topic has {found.partitions} partitions, and can only have more.", "partitionCount")
    found.configs, found.partitions = configs, partitions
    found.life.enter("UPDATING", CONTROL.seconds("kafka.UpdateTopic"), "ACTIVE")
    return found.answer("UPDATING")


@operation("DeleteTopic")
def delete_topic(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters, _unknown())
    if found.state == "DELETING":
        raise bad_request("The topic is in the state DELETING.", "topicName")
    found.life.enter("DELETING", CONTROL.seconds("kafka.DeleteTopic"), "DELETED")
    return found.answer("DELETING")
