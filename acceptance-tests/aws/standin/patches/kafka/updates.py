"""Changes of a cluster: one at a time, each on top of the version that its author saw."""

import copy

from standin.patches.kafka import checks, clusters, connectivity, versions
from standin.patches.kafka.backend import KafkaBackend, operation
from standin.patches.kafka.cluster import Cluster
from standin.patches.kafka.errors import bad_request
from standin.patches.kafka.operations import begin, changeable
from standin.services import Members


@operation("UpdateBrokerCount")
def update_broker_count(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = changeable(backend, parameters)
    before, target = cluster.members["NumberOfBrokerNodes"], parameters["TargetNumberOfBrokerNodes"]
    zones = len(cluster.subnets)
    checks.broker_count(target, zones, cluster.kafka_version, "targetNumberOfBrokerNodes")
    if target == before:
        raise checks.nothing_new("number of brokers")
    if target < before:
        _check_removal(cluster, before - target, zones)
    return begin(
        backend,
        cluster,
        "UpdateBrokerCount",
        "INCREASE_BROKER_COUNT" if target > before else "DECREASE_BROKER_COUNT",
        {"NumberOfBrokerNodes": before},
        {"NumberOfBrokerNodes": target, "BrokerCountUpdateInfo": _difference(before, target)},
        lambda: cluster.set_brokers(target),
    )


def _difference(before: int, target: int) -> Members:
    if target > before:
        return {"CreatedBrokerIds": [float(number) for number in range(before + 1, target + 1)]}
    return {"DeletedBrokerIds": [float(number) for number in range(target + 1, before + 1)]}


def _check_removal(cluster: Cluster, count: int, zones: int) -> None:
    if cluster.instance_type == "kafka.t3.small" or versions.number(cluster.kafka_version) < (2, 8, 1):
        message = "Brokers cannot be removed from clusters of this instance type and Kafka version."
        raise bad_request(message, "targetNumberOfBrokerNodes")
    if count > zones:
        message = "You can remove at most one broker from each Availability Zone at a time."
        raise bad_request(message, "targetNumberOfBrokerNodes")


@operation("UpdateBrokerType")
def update_broker_type(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = changeable(backend, parameters)
    before, target = cluster.instance_type, parameters["TargetInstanceType"]
    checks.instance_type(target, "targetInstanceType")
    if target == before:
        raise checks.nothing_new("instance type")
    if versions.is_express(target) != versions.is_express(before):
        message = "You can't change between Standard and Express instance types."
        raise bad_request(message, "targetInstanceType")
    if target == "kafka.t3.small":
        raise bad_request(f"You can't change the instance type from {before} to {target}.", "targetInstanceType")
    checks.kafka_version(cluster.kafka_version, target)
    group = cluster.members["BrokerNodeGroupInfo"]
    if not versions.is_express(target):
        volume = group["StorageInfo"]["EbsStorageInfo"]
        checks.throughput(volume.get("ProvisionedThroughput", {}), volume["VolumeSize"], target)
    return begin(
        backend,
        cluster,
        "UpdateBrokerType",
        "UPDATE_BROKER_TYPE",
        # The operation tells them without what they begin with.
        {"InstanceType": before.removeprefix("kafka.")},
        {"InstanceType": target.removeprefix("kafka.")},
        lambda: group.update(InstanceType=target),
    )


# Storage ------------------------------------------------------------------------------------

#: What volumes grow by at least, in GiB.
_LEAST_STEP = 10


@operation("UpdateBrokerStorage")
def update_broker_storage(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = changeable(backend, parameters)
    _check_standard(cluster)
    targets = parameters["TargetBrokerEBSVolumeInfo"]
    ids = [target["KafkaBrokerNodeId"].upper() for target in targets]
    wanted = {name: targets[0].get(name) for name in ("VolumeSizeGB", "ProvisionedThroughput")}
    same = all({name: target.get(name) for name in wanted} == wanted for target in targets)
    if ids != ["ALL"] and (not same or sorted(ids) != sorted(str(node.number) for node in cluster.brokers)):
        message = "All brokers of a cluster have volumes of the same size: specify All as the broker."
        raise bad_request(message, "targetBrokerEBSVolumeInfo")
    after = _volume(cluster, wanted["VolumeSizeGB"], wanted["ProvisionedThroughput"])
    if after == _volume_of(cluster):
        raise checks.nothing_new("EBS volumes")
    return _store(backend, cluster, "UpdateBrokerStorage", "UPDATE_BROKER_STORAGE", after, None)


@operation("UpdateStorage")
def update_storage(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = changeable(backend, parameters)
    _check_standard(cluster)
    after = _volume(cluster, parameters.get("VolumeSizeGB"), parameters.get("ProvisionedThroughput"))
    before, mode = cluster.members["StorageMode"], parameters.get("StorageMode", cluster.members["StorageMode"])
    if after == _volume_of(cluster) and mode == before:
        raise checks.nothing_new("storage")
    if mode == "TIERED":
        checks.tiered(cluster.instance_type, cluster.kafka_version)
    elif before == "TIERED":
        raise bad_request("You can't change the storage mode from TIERED to LOCAL.", "storageMode")
    return _store(backend, cluster, "UpdateStorage", "UPDATE_STORAGE", after, mode)


def _check_standard(cluster: Cluster) -> None:
    if versions.is_express(cluster.instance_type):
        raise bad_request("The storage of clusters with Express instance types can't be updated.", "clusterArn")


def _volume_of(cluster: Cluster) -> Members:
    found: Members = cluster.members["BrokerNodeGroupInfo"]["StorageInfo"]["EbsStorageInfo"]
    return found


def _volume(cluster: Cluster, size: int | None, throughput: Members | None) -> Members:
    """The volume as it is to be; what is not spoken of stays."""
    before = _volume_of(cluster)
    after = dict(before)
    if size is not None:
        # Too small a step is refused in the same words as one back.
        if size != before["VolumeSize"] and size < before["VolumeSize"] + _LEAST_STEP:
            message = f"To update storage, you must increase it by at least {_LEAST_STEP} GiB."
            raise bad_request(message, "volumeSizeGB")
        if size > 16384:
            raise bad_request("The size of an EBS volume is at most 16384 GiB.", "volumeSizeGB")
        after["VolumeSize"] = size
    if throughput is not None:
        checks.throughput(throughput, after["VolumeSize"], cluster.instance_type)
        # To turn off what never was on is no change, but it is told of from then on.
        if after != before or throughput.get("Enabled") or "ProvisionedThroughput" in before:
            after["ProvisionedThroughput"] = throughput
    return after


def _store(backend: KafkaBackend, cluster: Cluster, call: str, kind: str, after: Members, mode: str | None) -> Members:
    def info(volume: Members, storage_mode: str | None) -> Members:
        brokers = {
            "KafkaBrokerNodeId": "ALL",
            "VolumeSizeGB": volume["VolumeSize"],
            "ProvisionedThroughput": volume.get("ProvisionedThroughput"),
        }
        return {"BrokerEBSVolumeInfo": [brokers], "StorageMode": storage_mode}

    def change() -> None:
        cluster.members["BrokerNodeGroupInfo"]["StorageInfo"] = {"EbsStorageInfo": after}
        if mode:
            cluster.members["StorageMode"] = mode

    source = info(_volume_of(cluster), cluster.members["StorageMode"] if mode else None)
    return begin(backend, cluster, call, kind, source, info(after, mode), change)


# Software -----------------------------------------------------------------------------------


@operation("UpdateClusterConfiguration")
def update_cluster_configuration(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = changeable(backend, parameters)
    software = cluster.members["CurrentBrokerSoftwareInfo"]
    after = checks.configuration(backend, parameters["ConfigurationInfo"], cluster.kafka_version)
    return begin(
        backend,
        cluster,
        "UpdateClusterConfiguration",
        "UPDATE_CLUSTER_CONFIGURATION",
        {},
        {"ConfigurationInfo": parameters["ConfigurationInfo"]},
        lambda: software.update(after),
    )


def _configuration(software: Members) -> Members:
    if "ConfigurationArn" not in software:
        return {}
    return {"ConfigurationInfo": {"Arn": software["ConfigurationArn"], "Revision": software["ConfigurationRevision"]}}


@operation("UpdateClusterKafkaVersion")
def update_cluster_kafka_version(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = changeable(backend, parameters)
    before, target = cluster.kafka_version, parameters["TargetKafkaVersion"]
    fine = versions.targets_of(before, cluster.instance_type)
    if target not in versions.VERSIONS:
        raise bad_request(f"Unsupported KafkaVersion [{target}]. Valid values: [{', '.join(fine)}]", "kafkaVersion")
    if target not in fine:
        message = f"The Kafka version can't be changed from {before} to {target}. Valid values: [{', '.join(fine)}]"
        raise bad_request(message, "targetKafkaVersion")
    if versions.is_kraft(target) and not versions.is_kraft(before):
        _check_migration(cluster)
    software = cluster.members["CurrentBrokerSoftwareInfo"]
    after: Members = {"KafkaVersion": target}
    info: Members = {"KafkaVersion": target}
    if "ConfigurationInfo" in parameters:
        after.update(checks.configuration(backend, parameters["ConfigurationInfo"], target))
        info["ConfigurationInfo"] = parameters["ConfigurationInfo"]

    def change() -> None:
        software.update(after)
        if versions.is_kraft(target):
            cluster.zookeepers = []

    return begin(
        backend,
        cluster,
        "UpdateClusterKafkaVersion",
        "UPDATE_CLUSTER_KAFKA_VERSION",
        {"KafkaVersion": before, **(_configuration(software) if "ConfigurationInfo" in info else {})},
        info,
        change,
    )


def _check_migration(cluster: Cluster) -> None:
    """What AWS asks of a cluster before it leaves ZooKeeper."""
    if len(cluster.subnets) < 3:
        raise bad_request("To change to KRaft, the cluster must be in three Availability Zones.", "targetKafkaVersion")
    if cluster.instance_type == "kafka.t3.small":
        message = "The kafka.t3.small instance type is not supported in KRaft mode."
        raise bad_request(message, "targetKafkaVersion")
    if cluster.zookeeper_access:
        raise bad_request("To change to KRaft, you must turn off access to ZooKeeper.", "targetKafkaVersion")
    public = cluster.members["BrokerNodeGroupInfo"]["ConnectivityInfo"]["PublicAccess"]
    connectivity.check_monitored_without_zookeeper(public, cluster.members["OpenMonitoring"])


# Monitoring, security ----------------------------------------------------------------------


@operation("UpdateMonitoring")
def update_monitoring(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = changeable(backend, parameters)
    after: Members = {}
    if "EnhancedMonitoring" in parameters:
        after["EnhancedMonitoring"] = parameters["EnhancedMonitoring"]
    if "OpenMonitoring" in parameters:
        checks.exporters(parameters["OpenMonitoring"])
        after["OpenMonitoring"] = clusters.open_monitoring(parameters["OpenMonitoring"])
        public = cluster.members["BrokerNodeGroupInfo"]["ConnectivityInfo"]["PublicAccess"]
        connectivity.check_monitored_in_public(cluster, public, after["OpenMonitoring"])
    if "LoggingInfo" in parameters:
        checks.logs(parameters["LoggingInfo"])
        after["LoggingInfo"] = clusters.logging(parameters["LoggingInfo"])
    if not after:
        raise checks.nothing_new("monitoring settings")
    return _replace(backend, cluster, "UpdateMonitoring", "UPDATE_MONITORING", after)


@operation("UpdateSecurity")
def update_security(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = changeable(backend, parameters)
    after: Members = {}
    encryption = cluster.members["EncryptionInfo"]
    if "EncryptionInfo" in parameters:
        asked = parameters["EncryptionInfo"]
        if "EncryptionAtRest" in asked:
            message = "Updating encryption-at-rest settings on your cluster is not currently supported."
            raise bad_request(message, "encryptionInfo")
        transit = asked.get("EncryptionInTransit", {})
        if "InCluster" in transit:
            message = "Updating the inter-broker encryption setting on your cluster is not currently supported."
            raise bad_request(message, "encryptionInfo")
        encryption = {**encryption, "EncryptionInTransit": {**encryption["EncryptionInTransit"], **transit}}
        after["EncryptionInfo"] = encryption
    schemes = cluster.members["ClientAuthentication"] or {}
    if "ClientAuthentication" in parameters:
        schemes = clusters.authentication(schemes, parameters["ClientAuthentication"])
        after["ClientAuthentication"] = schemes or None
    transit = encryption["EncryptionInTransit"]
    checks.authentication(schemes, transit["ClientBroker"], transit["InCluster"])
    connectivity.check_exposure(cluster, schemes, transit["ClientBroker"])
    if all(cluster.members[name] == value for name, value in after.items()):
        raise checks.nothing_new("security setting")
    return _replace(backend, cluster, "UpdateSecurity", "UPDATE_SECURITY", after)


def _replace(backend: KafkaBackend, cluster: Cluster, call: str, kind: str, after: Members) -> Members:
    before = {name: copy.deepcopy(cluster.members[name]) for name in after}
    return begin(backend, cluster, call, kind, before, after, lambda: cluster.members.update(after))


# Express brokers, reboots -------------------------------------------------------------------


@operation("UpdateRebalancing")
def update_rebalancing(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = changeable(backend, parameters)
    if not versions.is_express(cluster.instance_type):
        raise bad_request("Intelligent rebalancing is supported for Express instance types only.", "rebalancing")
    if cluster.members["Rebalancing"] == parameters["Rebalancing"]:
        raise checks.nothing_new("rebalancing settings")
    after = {"Rebalancing": parameters["Rebalancing"]}
    return _replace(backend, cluster, "UpdateRebalancing", "UPDATE_REBALANCING", after)


@operation("RebootBroker")
def reboot_broker(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = backend.provisioned(parameters["ClusterArn"])
    checks.active(cluster)
    ids = parameters["BrokerIds"]
    if len(ids) != 1:
        raise bad_request("You can reboot only one broker at a time.", "brokerIds")
    if ids[0] not in [str(node.number) for node in cluster.brokers]:
        raise bad_request(f"The cluster has no broker {ids[0]}.", "brokerIds")
    return begin(backend, cluster, "RebootBroker", "REBOOT_NODE", {}, {}, lambda: None, state="REBOOTING_BROKER")
