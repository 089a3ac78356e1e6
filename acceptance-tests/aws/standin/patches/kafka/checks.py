"""What AWS refuses of clusters.

AWS's words are kept where they are known; where they are not, the code of the error is one that the
operation declares, and the words are ours.
"""

from typing import Any

from standin.patches.kafka import versions
from standin.patches.kafka.backend import KafkaBackend
from standin.patches.kafka.cluster import Cluster
from standin.patches.kafka.errors import bad_request
from standin.services import Members


def active(cluster: Cluster) -> None:
    if cluster.state != "ACTIVE":
        message = f"You can't perform this operation on the cluster while it is in the {cluster.state} state."
        raise bad_request(message, "clusterArn")


def current(cluster: Cluster, parameters: Members) -> None:
    if parameters["CurrentVersion"] != cluster.version:
        message = "The version of the cluster isn\u2019t current. Check the current version and try again."
        raise bad_request(message, "currentVersion")


def nothing_new(what: str) -> Exception:
    return bad_request(f"The request does not include any updates to the {what} of the cluster. {_AGAIN}")


def identical(parameter: str) -> Exception:
    """What AWS says of some parameters in place of `nothing_new`."""
    message = "The specified parameter value is identical to the current value for the cluster."
    return bad_request(f"{message} {_OTHER}", parameter)


_AGAIN = "Verify the request, then try again."
_OTHER = "Specify a different value, then try again."


# Creation -----------------------------------------------------------------------------------


def of_creation(backend: KafkaBackend, asked: Members) -> None:
    group = asked["BrokerNodeGroupInfo"]
    version, instance = asked["KafkaVersion"], group["InstanceType"]
    _subnets(group["ClientSubnets"], instance)
    instance_type(instance, "instanceType")
    kafka_version(version, instance)
    broker_count(asked["NumberOfBrokerNodes"], len(group["ClientSubnets"]), version, "numberOfBrokerNodes")
    if versions.is_express(instance):
        _express(asked)
    else:
        _standard(asked, instance, version)
    _connectivity_at_creation(group.get("ConnectivityInfo", {}))
    if "LoggingInfo" in asked:
        logs(asked["LoggingInfo"])
    if "OpenMonitoring" in asked:
        exporters(asked["OpenMonitoring"])
    transit = asked.get("EncryptionInfo", {}).get("EncryptionInTransit", {})
    if "ClientAuthentication" in asked:
        given = asked["ClientAuthentication"]
        authentication(given, transit.get("ClientBroker", "TLS"), transit.get("InCluster", True))
        unauthenticated(given, transit.get("ClientBroker", "TLS"))


def _subnets(ids: list[str], instance: str) -> None:
    if versions.is_express(instance) and len(ids) != 3:
        raise bad_request("Clusters with Express instance types require 3 subnets.", "brokerNodeGroupInfo")
    if len(ids) not in (2, 3):
        raise bad_request("Specify either two or three client subnets.", "brokerNodeGroupInfo")
    if len(set(ids)) < len(ids):
        raise bad_request("The list provided contains duplicate items.", "clientSubnets")


def instance_type(instance: str, parameter: str) -> None:
    if instance not in versions.INSTANCES:
        raise bad_request(f"Unsupported InstanceType specified. {_valid(sorted(versions.INSTANCES))}", parameter)


def kafka_version(version: str, instance: str) -> None:
    fine = versions.OF_EXPRESS if versions.is_express(instance) else versions.OFFERED
    if version not in versions.VERSIONS:
        raise bad_request(f"Unsupported KafkaVersion [{version}]. {_valid(fine)}", "kafkaVersion")
    if version not in fine:
        kind = "Express" if versions.is_express(instance) else "Standard"
        message = f"{kind} instance types are not supported for Kafka version {version}."
        raise bad_request(message, "kafkaVersion")
    _graviton(instance, version)


def _graviton(instance: str, version: str) -> None:
    if instance.startswith("kafka.m7g.") and versions.number(version) < (2, 8, 2):
        raise bad_request(f"The instance type {instance} is not supported for Kafka version {version}.", "instanceType")


def _valid(values: list[str]) -> str:
    return f"Valid values: [{', '.join(values)}]"


def broker_count(count: int, zones: int, version: str, parameter: str) -> None:
    if count % zones:
        message = "The number of broker nodes must be a multiple of Availability Zones in the Client Subnets parameter."
        raise bad_request(message, parameter)
    most = versions.MOST_BROKERS_OF_KRAFT if versions.is_kraft(version) else versions.MOST_BROKERS
    if count > most:
        raise bad_request(f"A cluster of this Kafka version can have at most {most} brokers.", parameter)


def _express(asked: Members) -> None:
    if "StorageInfo" in asked["BrokerNodeGroupInfo"]:
        message = "The storageInfo parameter is not supported for Express instance types."
        raise bad_request(message, "brokerNodeGroupInfo")
    if "StorageMode" in asked:
        raise bad_request("The storageMode parameter is not supported for Express instance types.", "storageMode")


def _standard(asked: Members, instance: str, version: str) -> None:
    if "Rebalancing" in asked:
        raise bad_request("Intelligent rebalancing is supported for Express instance types only.", "rebalancing")
    volume = asked["BrokerNodeGroupInfo"].get("StorageInfo", {}).get("EbsStorageInfo", {})
    if "ProvisionedThroughput" in volume:
        throughput(volume["ProvisionedThroughput"], volume.get("VolumeSize"), instance)
    if asked.get("StorageMode") == "TIERED":
        tiered(instance, version)


def throughput(asked: Members, size: int | None, instance: str) -> None:
    if not asked.get("Enabled"):
        if "VolumeThroughput" in asked:
            message = "To specify a value for VolumeThroughput, you must enable ProvisionedThroughput."
            raise bad_request(message, "volumeThroughput")
        return
    if instance not in versions.THROUGHPUT:
        message = "Provisioned throughput is not supported for the specified broker type."
        raise bad_request(message, "provisionedThroughput")
    if size is not None and size < 10:
        message = (
            "To enable ProvisionedThroughput, you must set volume size to a value that is greater than or equal to 10."
        )
        raise bad_request(message, "volumeSize")
    value = asked.get("VolumeThroughput", 250)
    if not 250 <= value <= 1000:
        raise bad_request("EBS volume throughput should be between 250 and 1000 MiB/s.", "volumeThroughput")
    most = versions.THROUGHPUT[instance]
    if value > most:
        message = (
            f"For brokers of type {instance.removeprefix('kafka.')}, "
            f"the maximum value for VolumeThroughput cannot exceed {most} MiB/s."
        )
        raise bad_request(message, "volumeThroughput")


def tiered(instance: str, version: str) -> None:
    if instance == "kafka.t3.small":
        raise bad_request("Tiered storage is not supported for the specified broker type.", "instanceType")
    if version != "2.8.2.tiered" and versions.number(version) < (3, 6):
        raise bad_request(f"Tiered storage is not supported for Kafka version {version}.", "storageMode")


def _connectivity_at_creation(asked: Members) -> None:
    if asked.get("PublicAccess", {}).get("Type", "DISABLED") != "DISABLED":
        message = "When creating a cluster, the only valid value for the Type parameter in PublicAccess is DISABLED."
        raise bad_request(message, "publicAccess")
    schemes = asked.get("VpcConnectivity", {}).get("ClientAuthentication", {})
    if any(_enabled(schemes, *path) for path in (("Sasl", "Scram"), ("Sasl", "Iam"), ("Tls",))):
        message = (
            "When creating a cluster, all vpcConnectivity auth schemes must be disabled ('enabled' : false). "
            "You can enable auth schemes after the cluster is created."
        )
        raise bad_request(message, "vpcConnectivity.clientAuthentication")
    if asked.get("NetworkType", "IPV4") != "IPV4":
        message = "Invalid NetworkType value in ConnectivityInfo. When creating a cluster, only IPV4 is supported."
        raise bad_request(message, "networkType")


# What creation and updates share ------------------------------------------------------------


def _enabled(schemes: Members, *path: str) -> bool:
    value: Any = schemes
    for name in path:
        value = value.get(name, {})
    return bool(value.get("Enabled"))


def _some(schemes: Members) -> bool:
    """Whether any way to authenticate is on."""
    ways = (("Sasl", "Iam"), ("Sasl", "Scram"), ("Tls",))
    tls = schemes.get("Tls", {})
    return any(_enabled(schemes, *way) for way in ways) or bool(
        "Enabled" not in tls and tls.get("CertificateAuthorityArnList")
    )


def authentication(schemes: Members, client_broker: str, in_cluster: bool) -> None:
    for arn in schemes.get("Tls", {}).get("CertificateAuthorityArnList", []):
        if not (arn.startswith("arn:") and ":acm-pca:" in arn):
            message = "One or more of the certificate authority ARNs provided in the request are invalid."
            raise bad_request(message, "clientAuthentication")
    if schemes.get("Unauthenticated", {}).get("Enabled") is False and not _some(schemes):
        message = "Unauthenticated cannot be set to false without enabling any authentication mechanisms."
        raise bad_request(message, "clientAuthentication")
    if not _some(schemes):
        return
    if client_broker == "PLAINTEXT":
        message = (
            "Client-broker encryption in transit must be set to either TLS or TLS_PLAINTEXT "
            "to enable client authentication."
        )
        raise bad_request(message, "clientAuthentication")
    if not in_cluster:
        message = "To turn on client authentication, you must also turn on in-cluster encryption."
        raise bad_request(message, "clientAuthentication")


def unauthenticated(schemes: Members, client_broker: str) -> None:
    """Known of creation only. Certificates alone may be asked for beside plaintext, where nobody is asked."""
    sasl = _enabled(schemes, "Sasl", "Iam") or _enabled(schemes, "Sasl", "Scram")
    if client_broker == "TLS_PLAINTEXT" and sasl and not _enabled(schemes, "Unauthenticated"):
        message = (
            "You must enable unauthenticated traffic explicitly to use client-authentication "
            "using SASL over TLS_PLAINTEXT."
        )
        raise bad_request(message, "clientAuthentication")


def logs(asked: Members) -> None:
    needs = (
        ("CloudWatchLogs", "LogGroup", "CloudWatch Logs", "a CloudWatch log group"),
        ("Firehose", "DeliveryStream", "Kinesis Data Firehose", "a delivery stream"),
        ("S3", "Bucket", "Amazon S3", "an S3 bucket"),
    )
    destinations = asked["BrokerLogs"]
    if not destinations:
        message = (
            "You must define one or more of the following broker log types: "
            "CloudWatch Logs, Kinesis Data Firehose, Amazon S3."
        )
        raise bad_request(message, "brokerLogs")
    for kind, member, name, what in needs:
        destination = destinations.get(kind, {})
        if destination.get("Enabled") and not destination.get(member):
            message = f"To use {name} as a destination for broker logs, you must specify {what}."
            raise bad_request(message, "brokerLogs")


def exporters(asked: Members) -> None:
    if not asked["Prometheus"]:
        message = "You must specify at least one type of exporter, either nodeExporter or jmxExporter."
        raise bad_request(message, "openMonitoring")


def configuration(backend: KafkaBackend, asked: Members, version: str) -> Members:
    """The members of CurrentBrokerSoftwareInfo for a revision of a configuration that is there."""
    found = backend.configurations.get(asked["Arn"])
    if found is None or found.state == "DELETED":
        raise bad_request("Invalid Configuration ARN.", "configurationInfo")
    revision = asked["Revision"]
    if not any(one.number == revision for one in found.revisions):
        raise bad_request(f"The configuration has no revision {revision}.", "configurationInfo")
    if found.versions and version not in found.versions:
        message = f"The configuration is not compatible with Kafka version {version}."
        raise bad_request(message, "configurationInfo")
    return {"ConfigurationArn": asked["Arn"], "ConfigurationRevision": revision}
