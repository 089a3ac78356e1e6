"""Versions of Kafka, sizes of brokers, and what goes with what."""

from standin.patches.kafka.backend import KafkaBackend, operation, page
from standin.services import Members

#: Those that AWS lists, the oldest first. What ends in .kraft keeps its metadata in controllers, the
#: others in ZooKeeper.
VERSIONS = [
    *("1.1.1", "2.1.0", "2.2.1", "2.3.1", "2.4.1", "2.4.1.1", "2.5.1"),
    *("2.6.0", "2.6.1", "2.6.2", "2.6.3", "2.7.0", "2.7.1", "2.7.2", "2.8.0", "2.8.1", "2.8.2.tiered"),
    *("3.1.1", "3.2.0", "3.3.1", "3.3.2", "3.4.0", "3.5.1", "3.6.0"),
    *("3.7.x", "3.7.x.kraft", "3.8.x", "3.8.x.kraft", "3.9.x", "3.9.x.kraft"),
    *("4.0.x.kraft", "4.1.x.kraft", "4.2.x.kraft"),
]

#: These are told to be deprecated. AWS has deprecated more by now, up to 3.5.1.
DEPRECATED = VERSIONS[: VERSIONS.index("2.8.1")]

#: Nothing is made of the older ones. AWS makes nothing of any that it has deprecated: they are of use to tests,
#: the oldest to such as follow those of hashicorp/aws, which upgrade 2.7.1 to 2.8.0.
OFFERED = VERSIONS[VERSIONS.index("2.6.0") :]

#: Where a cluster leaves ZooKeeper.
KRAFT_OF = {"3.9.x": "3.9.x.kraft"}

#: Express brokers run these only.
OF_EXPRESS = ["3.6.0", "3.8.x", "3.9.x.kraft", "4.2.x.kraft"]

#: The quota of brokers in a cluster; those with controllers of their own may have more.
MOST_BROKERS, MOST_BROKERS_OF_KRAFT = 30, 60

_SIZES = ("large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge")
INSTANCES = [
    "kafka.t3.small",
    *(f"kafka.m5.{size}" for size in (*_SIZES, "24xlarge")),
    *(f"kafka.m7g.{size}" for size in _SIZES),
    *(f"express.m7g.{size}" for size in _SIZES),
]

#: The most that the volumes of a broker can be given, in MiB/s; smaller brokers take no throughput.
THROUGHPUT = {
    "kafka.m5.4xlarge": 593.75,
    "kafka.m5.8xlarge": 850,
    "kafka.m5.12xlarge": 1000,
    "kafka.m5.16xlarge": 1000,
    "kafka.m5.24xlarge": 1000,
    "kafka.m7g.2xlarge": 312.5,
    "kafka.m7g.4xlarge": 625,
    "kafka.m7g.8xlarge": 1000,
    "kafka.m7g.12xlarge": 1000,
    "kafka.m7g.16xlarge": 1000,
}


def number(version: str) -> tuple[int, ...]:
    """What versions are compared by; 3.8.x is 3.8."""
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def is_kraft(version: str) -> bool:
    return version.endswith(".kraft")


def is_express(instance: str) -> bool:
    return instance.startswith("express.")


def targets(version: str) -> list[str]:
    """What a cluster of this version may be upgraded to: never back, and to other metadata by one bridge alone."""
    newer = [
        other
        for other in OFFERED
        if number(other) > number(version) and is_kraft(other) == is_kraft(version) and not other.endswith(".tiered")
    ]
    return [*newer, *([KRAFT_OF[version]] if version in KRAFT_OF else [])]


def targets_of(version: str, instance: str) -> list[str]:
    if is_express(instance):
        return [other for other in targets(version) if other in OF_EXPRESS]
    return targets(version)


@operation("ListKafkaVersions")
def list_kafka_versions(backend: KafkaBackend, parameters: Members) -> Members:
    every = [
        {"Version": version, "Status": "DEPRECATED" if version in DEPRECATED else "ACTIVE"} for version in VERSIONS
    ]
    return page(parameters, "KafkaVersions", every)


@operation("GetCompatibleKafkaVersions")
def get_compatible_kafka_versions(backend: KafkaBackend, parameters: Members) -> Members:
    arn = parameters.get("ClusterArn")
    if arn is not None:
        cluster = backend.provisioned(arn)
        source = cluster.kafka_version
        return {"CompatibleKafkaVersions": [_compatible(source, targets_of(source, cluster.instance_type))]}
    return {"CompatibleKafkaVersions": [_compatible(source, targets(source)) for source in VERSIONS if targets(source)]}


def _compatible(source: str, found: list[str]) -> Members:
    return {"SourceVersion": source, "TargetVersions": found}
