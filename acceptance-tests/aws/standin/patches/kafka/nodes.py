"""The nodes of a cluster, and the addresses that clients begin with."""

import random
from collections.abc import Sequence

from standin.patches.kafka import versions
from standin.patches.kafka.backend import KafkaBackend, operation, page
from standin.patches.kafka.cluster import Cluster, Node
from standin.patches.kafka.errors import bad_request
from standin.services import Members

#: port of an authentication inside the VPC, and what its member of the answer ends in
_PRIVATE = {"Tls": 9094, "SaslScram": 9096, "SaslIam": 9098}
_PUBLIC = {"Tls": 9194, "SaslScram": 9196, "SaslIam": 9198}

#: How many brokers AWS tells to begin with.
_SHOWN = 3

#: Of brokers that are reached from other VPCs: each has ports of its own, from this one on.
_VPC_PORT = 14001


def _broker(cluster: Cluster, node: Node) -> Members:
    return {
        "AddedToClusterTime": node.since,
        "InstanceType": cluster.instance_type.removeprefix("kafka."),
        "NodeARN": cluster.arn_of("broker", node.unique),
        "NodeType": "BROKER",
        "BrokerNodeInfo": {
            **node.interface,
            "BrokerId": node.number,
            "ClientSubnet": node.subnet,
            "CurrentBrokerSoftwareInfo": cluster.members["CurrentBrokerSoftwareInfo"],
            "Endpoints": [f"b-{node.number}.{cluster.domain}"],
        },
    }


def _zookeeper(cluster: Cluster, node: Node) -> Members:
    """ZooKeeper's nodes are not sized by the user, and are of no type that the model knows."""
    return {
        "AddedToClusterTime": node.since,
        "ZookeeperNodeInfo": {
            **node.interface,
            "ZookeeperId": node.number,
            "ZookeeperVersion": "3.8.3",
            "Endpoints": [f"z-{node.number}.{cluster.domain}"],
        },
    }


@operation("ListNodes")
def list_nodes(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = backend.provisioned(parameters["ClusterArn"])
    if cluster.state == "CREATING":
        return {"NodeInfoList": []}
    found = [_broker(cluster, node) for node in cluster.brokers]
    if versions.is_kraft(cluster.kafka_version):
        found += [{"ControllerNodeInfo": {"Endpoints": [f"c-{number}.{cluster.domain}"]}} for number in (1, 2, 3)]
    found += [_zookeeper(cluster, node) for node in cluster.zookeepers]
    return page(parameters, "NodeInfoList", found)


@operation("GetBootstrapBrokers")
def get_bootstrap_brokers(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = backend.cluster(parameters["ClusterArn"])
    if cluster.state in ("CREATING", "DELETING", "FAILED"):
        raise bad_request(f"You can't get bootstrap broker nodes for a cluster in {cluster.state} state.")
    if cluster.kind == "SERVERLESS":
        # The name is that of the service, not of the cluster.
        _, unique, number, _, region, *_ = cluster.domain.split(".")
        host = f"boot-{unique}.{number}.kafka-serverless.{region}.amazonaws.com"
        return {"BootstrapBrokerStringSaslIam": f"{host}:9098"}
    # Others at each call, where there are more, and in no order; the same ones for each way in.
    shown = random.sample([node.number for node in cluster.brokers], min(len(cluster.brokers), _SHOWN))
    found = _inside(cluster, shown)
    connectivity = cluster.members["BrokerNodeGroupInfo"]["ConnectivityInfo"]
    ways = [way for way in _PRIVATE if _is_on(cluster, way)]
    if connectivity["PublicAccess"]["Type"] != "DISABLED":
        for way in ways:
            found[f"BootstrapBrokerStringPublic{way}"] = cluster.addresses("b", _PUBLIC[way], shown, "-public")
    found.update(_from_vpcs(cluster, connectivity["VpcConnectivity"]["ClientAuthentication"], shown))
    if connectivity["NetworkType"] == "DUAL":
        for name, _ in list(found.items()):
            way = name.removeprefix("BootstrapBrokerString")
            if way in ("", *_PRIVATE):
                port = _PRIVATE.get(way, 9092)
                found[f"{name}Ipv6"] = cluster.addresses("b", port, shown, "-ipv6")
    return found


def _is_on(cluster: Cluster, way: str) -> bool:
    if way == "Tls":
        return cluster.allows("Tls")
    return cluster.allows("Sasl", way.removeprefix("Sasl"))


def _inside(cluster: Cluster, shown: Sequence[int]) -> Members:
    encryption = cluster.members["EncryptionInfo"]["EncryptionInTransit"]["ClientBroker"]
    found = {}
    # Where plaintext is let in beside certificates, it is without them.
    if encryption != "TLS" and (cluster.allows_all or cluster.allows("Tls")):
        found["BootstrapBrokerString"] = cluster.addresses("b", 9092, shown)
    for way, port in _PRIVATE.items():
        # Without authentication, TLS goes by the port of mutual TLS.
        if _is_on(cluster, way) or (way == "Tls" and encryption != "PLAINTEXT" and cluster.allows_all):
            found[f"BootstrapBrokerString{way}"] = cluster.addresses("b", port, shown)
    return found


def _from_vpcs(cluster: Cluster, schemes: Members, shown: Sequence[int]) -> Members:
    on = {
        "SaslIam": schemes["Sasl"]["Iam"]["Enabled"],
        "SaslScram": schemes["Sasl"]["Scram"]["Enabled"],
        "Tls": schemes["Tls"]["Enabled"],
    }
    return {
        f"BootstrapBrokerStringVpcConnectivity{way}": ",".join(
            f"b-{number}.{way.lower().removeprefix('sasl')}.{cluster.domain}:{_VPC_PORT + number - 1}"
            for number in shown
        )
        for way, is_on in on.items()
        if is_on
    }
