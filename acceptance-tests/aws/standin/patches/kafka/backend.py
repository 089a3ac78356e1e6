"""What the operations of MSK share: state of an account in a region, ARNs, pages."""

import base64
import binascii
import random
import string
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.resource_tagging import TaggableResourcesMixin, TaggedResource

from standin.patches.kafka.cluster import Cluster
from standin.patches.kafka.errors import bad_request, check_arn, not_found
from standin.services import Function, Members, Service, ServiceError

PAGE = 100


class KafkaBackend(BaseBackend, TaggableResourcesMixin):
    """Everything is by ARN, in the order of its creation."""

    SERVICE_NAMESPACE = "kafka"

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.clusters: dict[str, Cluster] = {}
        #: when MSK first heard of a secret, by its ARN
        self.secrets_heard_of: dict[str, float] = {}
        self.configurations: dict[str, Any] = {}
        self.replicators: dict[str, Any] = {}
        self.vpc_connections: dict[str, Any] = {}
        self.channels: dict[str, Any] = {}
        self.operations: dict[str, Any] = {}
        #: by the cluster's ARN, then by name
        self.topics: dict[str, dict[str, Any]] = {}
        self.tags: dict[str, dict[str, str]] = {}
        #: the key that AWS keeps for MSK
        self.own_key = f"arn:{self.partition}:kms:{region_name}:{account_id}:key/{uuid.uuid4()}"

    def arn(self, kind: str, *names: str, suffix: str = "") -> str:
        """A new ARN, as `…:cluster/<name>/<uuid>-<n>`; a suffix stands in place of the number."""
        unique = f"{uuid.uuid4()}-{suffix or random.randint(1, 25)}"
        return f"arn:{self.partition}:kafka:{self.region_name}:{self.account_id}:{'/'.join((kind, *names, unique))}"

    def cluster(self, arn: str) -> Cluster:
        """The cluster, settled, or the error that says that there is none."""
        check_arn(arn, "clusterArn")
        cluster = self.clusters.get(arn)
        if cluster is None or cluster.state == "DELETED":
            self.clusters.pop(arn, None)
            self.tags.pop(arn, None)
            raise not_found("The specified cluster does not exist.", "clusterArn")
        return cluster

    def provisioned(self, arn: str) -> Cluster:
        """The cluster, where it is one of brokers."""
        cluster = self.cluster(arn)
        if cluster.kind != "PROVISIONED":
            raise bad_request("This operation cannot be performed on serverless clusters.", "clusterArn")
        return cluster

    def tags_of(self, arn: str) -> dict[str, str]:
        return self.tags.get(arn, {})

    def tag(self, arn: str, tags: dict[str, str] | None) -> None:
        if tags:
            self.tags.setdefault(arn, {}).update(tags)

    def kept(self, arn: str) -> bool:
        """Whether there is anything of this ARN."""
        every: dict[str, Any]
        for every in (self.clusters, self.configurations, self.replicators, self.vpc_connections, self.channels):
            if arn in every:
                return bool(every[arn].state != "DELETED")
        return False

    # What moto asks of all services that tag.

    def iter_tagged_resources(self) -> Iterator[TaggedResource]:
        for arn, tags in self.tags.items():
            if tags and self.kept(arn):
                kind = arn.split(":")[5].partition("/")[0]
                yield TaggedResource(arn=arn, tags=tags, resource_type=f"kafka:{kind}")

    def tag_resource(self, arn: str, tags: dict[str, str]) -> None:
        self.tag(arn, tags)

    def untag_resource(self, arn: str, tag_keys: list[str]) -> None:
        for key in tag_keys:
            self.tags.get(arn, {}).pop(key, None)


BACKENDS: BackendDict[KafkaBackend] = BackendDict(KafkaBackend, "kafka")
KAFKA = Service("kafka", BACKENDS)


def operation(name: str) -> Callable[[Function], Function]:
    return KAFKA.operation(name)


# What there is -----------------------------------------------------------------------------


def there(every: dict[str, Any]) -> list[Any]:
    """What was not deleted."""
    return [it for it in list(every.values()) if it.state != "DELETED"]


def get(every: dict[str, Any], arn: str, parameter: str, absent: ServiceError) -> Any:
    """What is there by this ARN, or the error that says that nothing is."""
    check_arn(arn, parameter)
    found = every.get(arn)
    if found is None or found.state == "DELETED":
        raise absent
    return found


# Answers ------------------------------------------------------------------------------------


def version() -> str:
    """A new `currentVersion`, like K13V1IB3VIYZZH."""
    return "K" + "".join(random.choices(string.ascii_uppercase + string.digits, k=13))


def page(parameters: Members, name: str, items: Sequence[Any], describe: Callable[[Any], Any] | None = None) -> Members:
    """The page of a list that MaxResults and NextToken ask for, as the member `name`.

    `describe` makes of an item what is answered; it is called for what is on the page only.
    """
    start = 0
    token = parameters.get("NextToken")
    if token:
        try:
            start = int(base64.b64decode(token, validate=True))
        except (binascii.Error, ValueError):
            raise bad_request("The provided next token is not valid.", "nextToken") from None
    end = start + parameters.get("MaxResults", PAGE)
    shown = [describe(item) for item in items[start:end]] if describe else list(items[start:end])
    following = base64.b64encode(str(end).encode()).decode() if end < len(items) else None
    return {name: shown, "NextToken": following}
