"""Clusters of other regions and other accounts, which replicators and VPC connections may name."""

from standin.patches.kafka.backend import BACKENDS
from standin.patches.kafka.cluster import Cluster
from standin.patches.kafka.errors import check_arn, not_found


def cluster(arn: str, parameter: str) -> Cluster:
    check_arn(arn, parameter)
    _, _, _, region, account, _ = arn.split(":", 5)
    if region not in BACKENDS[account]:
        raise not_found("The specified cluster does not exist.", parameter)
    return BACKENDS[account][region].cluster(arn)
