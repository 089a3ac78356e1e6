"""From where a cluster is reached: its own VPC, other ones, the world; and who reaches its ZooKeeper."""

import copy

from standin.patches.kafka import checks, clusters, versions
from standin.patches.kafka.backend import KafkaBackend, operation
from standin.patches.kafka.cluster import Cluster
from standin.patches.kafka.errors import bad_request
from standin.patches.kafka.operations import begin, changeable
from standin.services import Members


def check_exposure(cluster: Cluster, schemes: Members, client_broker: str) -> None:
    """What is open to the world or to other VPCs stays closed to those who do not authenticate."""
    connectivity = cluster.members["BrokerNodeGroupInfo"]["ConnectivityInfo"]
    if connectivity["PublicAccess"]["Type"] != "DISABLED":
        _check_public(schemes, client_broker)
    _check_vpc_schemes(schemes, connectivity["VpcConnectivity"]["ClientAuthentication"])


def _check_public(schemes: Members, client_broker: str) -> None:
    if not schemes or schemes.get("Unauthenticated", {}).get("Enabled"):
        message = "To turn on public access, you must turn off unauthenticated access to the cluster."
        raise bad_request(message, "publicAccess")
    if client_broker != "TLS":
        message = "To turn on public access, client-broker encryption in transit must be set to TLS."
        raise bad_request(message, "publicAccess")


def check_monitored_in_public(cluster: Cluster, public: Members, monitoring: Members) -> None:
    if not versions.is_kraft(cluster.kafka_version) and not versions.is_express(cluster.instance_type):
        return
    check_monitored_without_zookeeper(public, monitoring)


def check_monitored_without_zookeeper(public: Members, monitoring: Members) -> None:
    is_monitored = any(exporter["EnabledInBroker"] for exporter in monitoring["Prometheus"].values())
    if is_monitored and public["Type"] != "DISABLED":
        message = "Clusters in KRaft mode or with Express brokers can't have both open monitoring and public access."
        raise bad_request(message, "publicAccess")


def _check_vpc_schemes(schemes: Members, of_vpcs: Members) -> None:
    sasl = schemes.get("Sasl", {})
    ways = (
        ("SASL/SCRAM", of_vpcs["Sasl"]["Scram"], sasl.get("Scram", {})),
        ("SASL/IAM", of_vpcs["Sasl"]["Iam"], sasl.get("Iam", {})),
        ("TLS", of_vpcs["Tls"], schemes.get("Tls", {})),
    )
    for name, wanted, there in ways:
        if wanted["Enabled"] and not there.get("Enabled"):
            message = f"To turn on {name} for VPC connectivity, you must turn it on for the cluster."
            raise bad_request(message, "vpcConnectivity.clientAuthentication")


@operation("UpdateConnectivity")
def update_connectivity(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = changeable(backend, parameters)
    if "ConnectivityInfo" not in parameters and "ZookeeperAccess" not in parameters:
        raise _nothing_asked()
    if "ConnectivityInfo" in parameters and "ZookeeperAccess" in parameters:
        raise bad_request("Specify either connectivityInfo or zookeeperAccess.", "connectivityInfo")
    if "ZookeeperAccess" in parameters:
        return _zookeeper_access(backend, cluster, parameters["ZookeeperAccess"])
    asked = parameters["ConnectivityInfo"]
    if not asked:
        raise _nothing_asked()
    group = cluster.members["BrokerNodeGroupInfo"]
    before = group["ConnectivityInfo"]
    after = copy.deepcopy(before)
    schemes = cluster.members["ClientAuthentication"] or {}
    if "PublicAccess" in asked:
        after["PublicAccess"] = asked["PublicAccess"]
        _check_public_type(asked["PublicAccess"].get("Type"))
    if after["PublicAccess"]["Type"] != "DISABLED":
        if cluster.instance_type == "kafka.t3.small":
            raise bad_request("Public access is not supported for the kafka.t3.small instance type.", "publicAccess")
        _check_public(schemes, cluster.members["EncryptionInfo"]["EncryptionInTransit"]["ClientBroker"])
        check_monitored_in_public(cluster, after["PublicAccess"], cluster.members["OpenMonitoring"])
    if "VpcConnectivity" in asked:
        of_vpcs = clusters.vpc_authentication(asked["VpcConnectivity"].get("ClientAuthentication", {}))
        _check_vpc_schemes(schemes, of_vpcs)
        after["VpcConnectivity"] = {"ClientAuthentication": of_vpcs}
        if after != before and cluster.instance_type == "kafka.t3.small":
            message = "VPC connectivity is not supported for the kafka.t3.small instance type."
            raise bad_request(message, "vpcConnectivity")
    if "NetworkType" in asked:
        if before["NetworkType"] == "DUAL" and asked["NetworkType"] == "IPV4":
            raise bad_request("You can't change the network type from DUAL to IPV4.", "networkType")
        after["NetworkType"] = asked["NetworkType"]
    if after == before:
        raise checks.identical("connectivityInfo")
    if sum(after[name] != before[name] for name in after) > 1:
        message = (
            "You can't update multiple connectivity settings in the same request. Modify your request to update only "
            "NetworkType, VpcConnectivity, or PublicAccess connectivity setting, and try again."
        )
        raise bad_request(message, "connectivityInfo")
    return begin(
        backend,
        cluster,
        "UpdateConnectivity",
        "UPDATE_CONNECTIVITY",
        {"ConnectivityInfo": before},
        {"ConnectivityInfo": after},
        lambda: group.update(ConnectivityInfo=after),
    )


def _nothing_asked() -> Exception:
    return bad_request("This required parameter is missing.", "ConnectivityInfo Or ZookeeperAccess")


def _check_public_type(kind: str | None) -> None:
    if kind not in ("DISABLED", "SERVICE_PROVIDED_EIPS"):
        message = (
            "Invalid value for the Type parameter in PublicAccess. Valid values: [DISABLED, SERVICE_PROVIDED_EIPS]"
        )
        raise bad_request(message, "publicAccess")


def _zookeeper_access(backend: KafkaBackend, cluster: Cluster, asked: Members) -> Members:
    if not cluster.zookeepers:
        raise bad_request("The metadata of the cluster is not in ZooKeeper.", "zookeeperAccess")
    before = {"Enabled": cluster.zookeeper_access}
    if asked == before:
        raise checks.identical("zookeeperAccess")

    def change() -> None:
        cluster.zookeeper_access = bool(asked.get("Enabled"))

    info = {"ZookeeperAccess": before}, {"ZookeeperAccess": asked}
    return begin(backend, cluster, "UpdateConnectivity", "UPDATE_CONNECTIVITY", *info, change)
