"""What MSK Connect keeps, and what its connectors, plugins and worker configurations have in common."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from moto.core.base_backend import BackendDict, BaseBackend

from standin.control import CONTROL
from standin.life import Life
from standin.patches.kafka import backend as kafka
from standin.patches.kafka import resource
from standin.patches.kafka.errors import bad_request, conflict, not_found
from standin.patches.kafka.tags import check_tags
from standin.services import Function, Members, Service, now


class Resource(resource.Resource):
    """Something with a name, an ARN, tags and a life."""

    #: The type in the ARN, and the words for it in messages.
    KIND = "resource"
    WORDS = "resource"

    name: str

    def __init__(self, backend: "KafkaConnectBackend", name: str, tags: dict[str, str] | None) -> None:
        if any(other.name == name for other in backend.all(type(self))):
            raise conflict("A resource with this name already exists.")
        check_tags(tags or {})
        self.backend = backend
        self.name = name
        self.tags = dict(tags or {})
        self.created = now()
        owner = f"{backend.partition}:kafkaconnect:{backend.region_name}:{backend.account_id}"
        self.arn = f"arn:{owner}:{self.KIND}/{name}/{uuid.uuid4()}-2"
        self.reason: Members | None = None
        self.life = Life("ACTIVE")
        backend.resources[self.arn] = self

    def come_up(self, operation: str, state: str, failed: str) -> None:
        """From CREATING to `state`, or to `failed` where a test demands it."""
        failure = CONTROL.failure(operation)

        def tell() -> None:
            self.reason = failure and failure._asdict()

        self.life.enter("CREATING", CONTROL.seconds(operation), failed if failure else state, tell)

    def go(self, operation: str) -> None:
        self.life.enter("DELETING", CONTROL.seconds(operation), "DELETED", self._forget)

    def _forget(self) -> None:
        self.backend.resources.pop(self.arn, None)

    def uses(self, arn: str) -> bool:
        """Whether this cannot do without the resource with this ARN."""
        return False


Kind = TypeVar("Kind", bound=Resource)


class KafkaConnectBackend(BaseBackend):
    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.resources: dict[str, Resource] = {}

    def all(self, kind: type[Kind]) -> list[Kind]:
        """Those that are still there."""
        return [it for it in list(self.resources.values()) if isinstance(it, kind) and it.state != "DELETED"]

    def get(self, kind: type[Kind], arn: str) -> Kind:
        found = self.resources.get(arn)
        if not isinstance(found, kind) or found.state == "DELETED":
            raise not_found(f"The {kind.WORDS} with the ARN {arn} does not exist.")
        return found

    def refuse_in_use(self, resource: Resource) -> None:
        for other in self.all(Resource):
            if other.uses(resource.arn):
                raise bad_request(f"The {resource.WORDS} {resource.arn} is in use by the {other.WORDS} {other.arn}.")


KAFKACONNECT = Service("kafkaconnect", BackendDict(KafkaConnectBackend, "kafkaconnect"))


def operation(name: str) -> Callable[[Function], Function]:
    return KAFKACONNECT.operation(name)


def page(parameters: Members, name: str, items: Sequence[Any], describe: Callable[[Any], Members]) -> Members:
    """A page as MSK makes it, by the names that its members have here."""
    asked = {"NextToken": parameters.get("nextToken"), "MaxResults": parameters.get("maxResults", kafka.PAGE)}
    found = kafka.page(asked, name, items, describe)
    return {name: found[name], "nextToken": found["NextToken"]}
