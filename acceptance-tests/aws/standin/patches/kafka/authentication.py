"""What a cluster lets clients prove themselves by."""

from standin.patches.kafka.cluster import Cluster

#: The names that VPC connections have for it -> where a cluster's description says whether it is on.
KINDS = {
    "SASL_IAM": ("Sasl", "Iam"),
    "SASL_SCRAM": ("Sasl", "Scram"),
    "TLS": ("Tls",),
}


def takes(cluster: Cluster, kind: str) -> bool:
    """Whether clients in the cluster's own VPC may use it."""
    return cluster.allows(*KINDS[kind])


def takes_from_other_vpcs(cluster: Cluster, kind: str) -> bool:
    connectivity = cluster.members.get("BrokerNodeGroupInfo", {}).get("ConnectivityInfo", {})
    found = connectivity.get("VpcConnectivity", {}).get("ClientAuthentication", {})
    for name in (*KINDS[kind], "Enabled"):
        found = found.get(name, {})
    return bool(found)
