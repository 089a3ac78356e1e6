"""Replicators, which copy topics from a cluster to another.

What is asked for names clusters by their ARNs; what is described names them by aliases.
"""

from collections.abc import Callable

from standin.control import CONTROL
from standin.life import Life
from standin.patches.kafka import authentication, everywhere
from standin.patches.kafka.backend import KafkaBackend, get, operation, page, there, version
from standin.patches.kafka.cluster import Cluster
from standin.patches.kafka.errors import bad_request, conflict, not_found
from standin.patches.kafka.resource import Resource
from standin.patches.kafka.tags import check_tags
from standin.services import Members, now

#: What a cluster of brokers must have to be replicated.
_LEAST_BROKERS = 3

#: What is so where nothing is said.
TOPICS: Members = {
    "CopyAccessControlListsForTopics": True,
    "CopyTopicConfigurations": True,
    "DetectAndCopyNewTopics": True,
    "StartingPosition": {"Type": "LATEST"},
    "TopicNameConfiguration": {"Type": "PREFIXED_WITH_SOURCE_CLUSTER_ALIAS"},
    "TopicsToExclude": [],
}
CONSUMER_GROUPS: Members = {
    "ConsumerGroupsToExclude": [],
    "DetectAndCopyNewConsumerGroups": True,
    "SynchroniseConsumerGroupOffsets": True,
}


def _identity(cluster: Members) -> str:
    """The ARN of a cluster of MSK, the id of another."""
    identity: str = (
        cluster["AmazonMskCluster"]["MskClusterArn"]
        if "AmazonMskCluster" in cluster
        else cluster["ApacheKafkaCluster"]["ApacheKafkaClusterId"]
    )
    return identity


def _end(info: Members, which: str) -> str | None:
    """What the `Source` or the `Target` of a replication is named by."""
    end: str | None = info.get(f"{which}KafkaClusterArn") or info.get(f"{which}KafkaClusterId")
    return end


def _alias(identity: str) -> str:
    """As `orders-0b1c2d3e-…-5`."""
    return identity.partition(":cluster/")[2].replace("/", "-") or identity


class Replicator(Resource):
    def __init__(self, backend: KafkaBackend, parameters: Members) -> None:
        self.name: str = parameters["ReplicatorName"]
        self.arn = backend.arn("replicator", self.name)
        self.description: str | None = parameters.get("Description")
        self.role: str = parameters["ServiceExecutionRoleArn"]
        self.logs: Members | None = parameters.get("LogDelivery")
        self.clusters: list[Members] = parameters["KafkaClusters"]
        self.infos = [
            {
                **info,
                "ConsumerGroupReplication": {**CONSUMER_GROUPS, **info["ConsumerGroupReplication"]},
                "TopicReplication": {**TOPICS, **info["TopicReplication"]},
            }
            for info in parameters["ReplicationInfoList"]
        ]
        self.version = version()
        self.created = now()
        self.reason: Members | None = None
        self.life = Life("CREATING")

    def enter(self, state: str, call: str, change: Callable[[], None]) -> None:
        """`state`, then RUNNING, changed; or FAILED where a test demands it."""
        failure = CONTROL.failure(call)

        def done() -> None:
            if failure:
                self.reason = failure.state_info
            else:
                self.version = version()
                change()

        self.life.enter(state, CONTROL.seconds(call), "FAILED" if failure else "RUNNING", done)

    def _common(self) -> Members:
        return {
            "CreationTime": self.created,
            "CurrentVersion": self.version,
            "IsReplicatorReference": False,
            "ReplicatorArn": self.arn,
            "ReplicatorName": self.name,
            "ReplicatorResourceArn": self.arn,
            "ReplicatorState": self.state,
        }

    def summary(self) -> Members:
        clusters = [
            {name: it.get(name) for name in ("AmazonMskCluster", "ApacheKafkaCluster")}
            | {"KafkaClusterAlias": _alias(_identity(it))}
            for it in self.clusters
        ]
        return {
            **self._common(),
            "KafkaClustersSummary": clusters,
            "ReplicationInfoSummaryList": [_ends(info) for info in self.infos],
        }

    def described(self) -> Members:
        parts = ("ConsumerGroupReplication", "TargetCompressionType", "TopicReplication")
        return {
            **self._common(),
            "KafkaClusters": [{**it, "KafkaClusterAlias": _alias(_identity(it))} for it in self.clusters],
            "LogDelivery": self.logs,
            "ReplicationInfoList": [{**_ends(info), **{part: info[part] for part in parts}} for info in self.infos],
            "ReplicatorDescription": self.description,
            "ServiceExecutionRoleArn": self.role,
            "StateInfo": self.reason,
        }


def _ends(info: Members) -> Members:
    return {f"{which}KafkaClusterAlias": _alias(_end(info, which) or "") for which in ("Source", "Target")}


def _all(backend: KafkaBackend) -> list[Replicator]:
    """Those that are still there."""
    return there(backend.replicators)


def _get(backend: KafkaBackend, arn: str) -> Replicator:
    absent = not_found("The specified replicator does not exist.", "replicatorArn")
    found: Replicator = get(backend.replicators, arn, "replicatorArn", absent)
    return found


def _check(backend: KafkaBackend, parameters: Members) -> None:
    clusters = parameters["KafkaClusters"]
    if len(clusters) != 2:
        raise bad_request("Specify two Kafka clusters.", "kafkaClusters")
    for each in clusters:
        if ("AmazonMskCluster" in each) == ("ApacheKafkaCluster" in each):
            raise bad_request("Specify either amazonMskCluster or apacheKafkaCluster.", "kafkaClusters")
        if "AmazonMskCluster" in each:
            _check_cluster(everywhere.cluster(_identity(each), "kafkaClusters"))
            if not each.get("VpcConfig", {}).get("SubnetIds"):
                raise bad_request("Specify the subnets of each MSK cluster.", "vpcConfig")
    infos = parameters["ReplicationInfoList"]
    if len(infos) != 1:
        raise bad_request("Specify one replication.", "replicationInfoList")
    source, target = _end(infos[0], "Source"), _end(infos[0], "Target")
    if {source, target} != {_identity(each) for each in clusters}:
        raise bad_request("The source and the target must be the two Kafka clusters.", "replicationInfoList")
    if target and target.startswith("arn:") and target.split(":")[3] != backend.region_name:
        raise bad_request("A replicator must be in the region of its target.", "replicationInfoList")


def _check_cluster(cluster: Cluster) -> None:
    if cluster.state != "ACTIVE":
        raise bad_request(f"The cluster {cluster.arn} is in the state {cluster.state}.", "kafkaClusters")
    if cluster.kind == "PROVISIONED":
        if cluster.instance_type == "kafka.t3.small":
            message = f"The cluster {cluster.arn} has brokers of the type t3.small, which are not supported."
            raise bad_request(message, "kafkaClusters")
        if len(cluster.brokers) < _LEAST_BROKERS:
            raise bad_request(f"The cluster {cluster.arn} has less than {_LEAST_BROKERS} brokers.", "kafkaClusters")
    if not authentication.takes(cluster, "SASL_IAM"):
        raise bad_request(f"The cluster {cluster.arn} does not have IAM authentication enabled.", "kafkaClusters")


@operation("CreateReplicator")
def create_replicator(backend: KafkaBackend, parameters: Members) -> Members:
    _check(backend, parameters)
    check_tags(parameters.get("Tags", {}))
    if any(other.name == parameters["ReplicatorName"] for other in _all(backend)):
        raise conflict("A resource with this name already exists.", "replicatorName")
    made = Replicator(backend, parameters)
    backend.replicators[made.arn] = made
    backend.tag(made.arn, parameters.get("Tags"))
    made.enter("CREATING", "kafka.CreateReplicator", lambda: None)
    return {"ReplicatorArn": made.arn, "ReplicatorName": made.name, "ReplicatorState": "CREATING"}


@operation("DescribeReplicator")
def describe_replicator(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters["ReplicatorArn"])
    return {**found.described(), "Tags": backend.tags_of(found.arn)}


@operation("ListReplicators")
def list_replicators(backend: KafkaBackend, parameters: Members) -> Members:
    prefix = parameters.get("ReplicatorNameFilter", "")
    found = [it for it in _all(backend) if it.name.startswith(prefix)]
    return page(parameters, "Replicators", found, Replicator.summary)


@operation("UpdateReplicationInfo")
def update_replication_info(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters["ReplicatorArn"])
    _check_version(found, parameters["CurrentVersion"])
    if found.state != "RUNNING":
        raise bad_request(f"The replicator is in the state {found.state}.", "replicatorArn")
    changes = {
        name: parameters[name] for name in ("ConsumerGroupReplication", "TopicReplication") if name in parameters
    }
    if not changes and "LogDelivery" not in parameters:
        raise bad_request("Specify what to update.", "topicReplication")
    ends = [_end(parameters, which) for which in ("Source", "Target")]
    for info in found.infos:
        if [_end(info, which) for which in ("Source", "Target")] == ends:
            break
    else:
        raise bad_request("The replicator does not replicate from this source to this target.", "sourceKafkaClusterArn")

    after = {name: {**info[name], **changed} for name, changed in changes.items()}
    logs = parameters.get("LogDelivery", found.logs)
    if logs == found.logs and all(info[name] == changed for name, changed in after.items()):
        message = "The specified replication info is identical to the current value."
        raise bad_request(f"{message} Specify a different value, then try again.")

    def change() -> None:
        info.update(after)
        found.logs = logs

    found.enter("UPDATING", "kafka.UpdateReplicationInfo", change)
    return {"ReplicatorArn": found.arn, "ReplicatorState": "UPDATING"}


@operation("DeleteReplicator")
def delete_replicator(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters["ReplicatorArn"])
    if "CurrentVersion" in parameters:
        _check_version(found, parameters["CurrentVersion"])
    if found.state not in ("RUNNING", "FAILED"):
        raise bad_request(f"The replicator is in the state {found.state}.", "replicatorArn")

    def forget() -> None:
        backend.replicators.pop(found.arn, None)
        backend.tags.pop(found.arn, None)

    found.life.enter("DELETING", CONTROL.seconds("kafka.DeleteReplicator"), "DELETED", forget)
    return {"ReplicatorArn": found.arn, "ReplicatorState": "DELETING"}


def _check_version(found: Replicator, expected: str) -> None:
    if expected != found.version:
        raise bad_request("The current version of the replicator is another.", "currentVersion")
