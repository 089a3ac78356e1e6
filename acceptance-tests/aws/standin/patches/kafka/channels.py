"""Channels, which deliver what comes to a topic of a cluster of Express brokers to S3 or to a table of Iceberg.

The words of errors and the kinds of the operations are ours.
"""

import re

from standin.life import Life
from standin.patches.kafka import checks, topics, versions
from standin.patches.kafka.backend import KafkaBackend, get, operation, page, there
from standin.patches.kafka.cluster import Cluster
from standin.patches.kafka.errors import bad_request, conflict, not_found
from standin.patches.kafka.operations import Operation
from standin.patches.kafka.resource import Resource
from standin.patches.kafka.tags import check_tags
from standin.services import Members, now

_NAME = re.compile(r"[a-zA-Z0-9._-]{1,64}")

#: For how long records may wait, in seconds.
_FRESHNESS = range(300, 901)

#: What is so where nothing is said, by the type of the destination.
_DEFAULTS: dict[str, Members] = {
    "S3": {"DataFreshnessInSeconds": 600},
    "ICEBERG": {"CompressionType": "ZSTD", "DataFreshnessInSeconds": 600},
}

#: The formats of records that each type of destination takes.
_FORMATS = {"S3": ("BYTE_ARRAY", "JSON", "STRING"), "ICEBERG": ("JSON", "JSON_SCHEMA_GSR")}

#: Where a request has what it says of a destination, by its type.
_CONFIGURATIONS = {"S3": "S3DestinationConfiguration", "ICEBERG": "IcebergDestinationConfiguration"}
_UPDATES = {"S3": "S3DestinationUpdate", "ICEBERG": "IcebergDestinationUpdate"}


class Channel(Resource):
    def __init__(self, cluster: Cluster, topic: topics.Topic, kind: str, parameters: Members) -> None:
        self.cluster, self.topic, self.kind = cluster, topic, kind
        self.name: str = parameters["ChannelName"]
        self.arn = cluster.arn_of("channel", self.name)
        self.destination: Members = {**_DEFAULTS[kind], **parameters[_CONFIGURATIONS[kind]]}
        self.topics: list[Members] = parameters["TopicConfigurationList"]
        self.encryption: Members | None = parameters.get("EncryptionConfiguration")
        self.logs: Members | None = parameters.get("LoggingInfo")
        self.created = now()
        #: why an operation failed last
        self.reason: Members | None = None
        #: what is going on
        self.operation: Operation | None = None
        self.life = Life("CREATING")

    @property
    def state(self) -> str:
        if self.cluster.state == "DELETED":
            return "DELETED"
        state = super().state
        return "SUSPENDED" if state == "ACTIVE" and self.topic.state == "DELETED" else state

    def begin(
        self,
        backend: KafkaBackend,
        verb: str,
        during: str,
        after: str = "ACTIVE",
        failed: str = "FAILED",
        change: Members | None = None,
    ) -> Members:
        """The state `during`, then `after`, with the `change` of the destination; or `failed`, where a test demands it.

        The operation that goes on is one of the cluster, which stays as it is.
        """
        begun = Operation(self.cluster, self.life, f"{verb}Channel", f"{verb.upper()}_CHANNEL", {}, {})
        backend.operations[begun.arn] = self.operation = begun

        def done() -> None:
            begun.end()
            self.operation = None
            if begun.failure:
                self.reason = begun.failure.state_info
            else:
                self.destination.update(change or {})

        self.life.enter(during, begun.seconds, failed if begun.fails else after, done)
        return {"ChannelArn": self.arn, "ClusterOperationArn": begun.arn}

    def summary(self) -> Members:
        # The state is asked for first: with it the operation may end.
        state = self.state
        return {
            "ChannelArn": self.arn,
            "ChannelName": self.name,
            "ClusterOperationArn": self.operation.arn if self.operation else None,
            "CreationTime": self.created,
            "DestinationType": self.kind,
            "Status": state,
        }

    def described(self) -> Members:
        return {
            **self.summary(),
            _CONFIGURATIONS[self.kind]: self.destination,
            "EncryptionConfiguration": self.encryption,
            "LoggingInfo": self.logs,
            "StateInfo": self.reason if self.state == "FAILED" else None,
            "TopicConfigurationList": self.topics,
        }


def _of(backend: KafkaBackend, cluster: Cluster) -> list[Channel]:
    """Those of a cluster that are still there."""
    return [it for it in there(backend.channels) if it.cluster is cluster]


def _get(backend: KafkaBackend, parameters: Members) -> Channel:
    cluster = backend.cluster(parameters["ClusterArn"])
    absent = not_found("The specified channel does not exist.", "channelArn")
    found: Channel = get(backend.channels, parameters["ChannelArn"], "channelArn", absent)
    if found.cluster is not cluster:
        raise absent
    return found


def _kind(parameters: Members, names: dict[str, str]) -> str:
    """The type of the one destination that a request speaks of."""
    given = [kind for kind, name in names.items() if name in parameters]
    if len(given) != 1:
        either = " or ".join(name[0].lower() + name[1:] for name in names.values())
        raise bad_request(f"Specify either {either}.")
    _check_freshness(parameters[names[given[0]]])
    return given[0]


def _check_freshness(destination: Members) -> None:
    if destination.get("DataFreshnessInSeconds", _FRESHNESS.start) not in _FRESHNESS:
        least, most = _FRESHNESS.start, _FRESHNESS.stop - 1
        raise bad_request(f"The data freshness must be between {least} and {most} seconds.", "dataFreshnessInSeconds")


def _topic(backend: KafkaBackend, cluster: Cluster, kind: str, configurations: list[Members]) -> topics.Topic:
    if len(configurations) != 1:
        raise bad_request("Specify one topic.", "topicConfigurationList")
    (configuration,) = configurations
    taken, given = _FORMATS[kind], configuration["RecordConverter"]["ValueConverter"]
    if given not in taken:
        raise bad_request(f"The destination takes {' or '.join(taken)}, not {given}.", "valueConverter")
    if kind == "ICEBERG" and given == "JSON" and "RecordSchema" not in configuration:
        raise bad_request("Records of JSON need a schema to become rows of a table.", "recordSchema")
    for topic in topics.of(backend, cluster).values():
        if topic.arn == configuration["TopicArn"]:
            return topic
    raise not_found("The specified topic does not exist.", "topicArn")


def _check_iceberg(destination: Members) -> None:
    """What the service can not do yet has to be said to be so."""
    if not destination["AppendOnly"]:
        raise bad_request("The destination must be append-only.", "appendOnly")
    if not destination["TableCreation"].get("EnableTableCreation"):
        raise bad_request("Table creation must be enabled.", "enableTableCreation")
    if destination["SchemaEvolution"].get("EnableSchemaEvolution"):
        raise bad_request("Schema evolution must not be enabled.", "enableSchemaEvolution")
    if len(destination["DestinationTableList"]) != 1:
        raise bad_request("Specify one destination table.", "destinationTableList")
    partitions = destination["DestinationTableList"][0].get("PartitionSpec")
    if partitions and len(partitions.get("SourceList", [])) != 1:
        raise bad_request("Specify one column to partition by.", "sourceList")


@operation("CreateChannel")
def create_channel(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = backend.provisioned(parameters["ClusterArn"])
    if not versions.is_express(cluster.instance_type):
        raise bad_request("This operation can only be performed on clusters with Express brokers.", "clusterArn")
    checks.active(cluster)
    name = parameters["ChannelName"]
    if not _NAME.fullmatch(name):
        raise bad_request(f"The channel name '{name}' is not valid.", "channelName")
    kind = _kind(parameters, _CONFIGURATIONS)
    if kind == "ICEBERG":
        _check_iceberg(parameters[_CONFIGURATIONS[kind]])
    topic = _topic(backend, cluster, kind, parameters["TopicConfigurationList"])
    check_tags(parameters.get("Tags", {}))
    if any(other.name == name for other in _of(backend, cluster)):
        raise conflict("A resource with this name already exists.", "channelName")
    made = Channel(cluster, topic, kind, parameters)
    backend.channels[made.arn] = made
    backend.tags.pop(made.arn, None)
    backend.tag(made.arn, parameters.get("Tags"))
    return made.begin(backend, "Create", "CREATING")


@operation("DescribeChannel")
def describe_channel(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters)
    return {**found.described(), "Tags": backend.tags_of(found.arn)}


@operation("ListChannels")
def list_channels(backend: KafkaBackend, parameters: Members) -> Members:
    found = _of(backend, backend.cluster(parameters["ClusterArn"]))
    wanted = parameters.get("TopicNameFilter")
    return page(parameters, "Channels", [it for it in found if wanted in (None, it.topic.name)], Channel.summary)


@operation("UpdateChannel")
def update_channel(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters)
    kind = _kind(parameters, _UPDATES)
    if kind != found.kind:
        raise bad_request(f"The channel's destination is of the type {found.kind}.", "channelArn")
    if found.state != "ACTIVE":
        raise bad_request(f"The channel is in the state {found.state}.", "channelArn")
    return found.begin(backend, "Update", "UPDATING", failed="ACTIVE", change=parameters[_UPDATES[kind]])


@operation("DeleteChannel")
def delete_channel(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters)
    if found.state not in ("ACTIVE", "FAILED", "SUSPENDED"):
        raise bad_request(f"The channel is in the state {found.state}.", "channelArn")
    return found.begin(backend, "Delete", "DELETING", "DELETED")
