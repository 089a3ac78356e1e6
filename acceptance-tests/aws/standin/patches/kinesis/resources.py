"""What streams and consumers have in common: a policy, and tags."""

import json
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.kinesis.exceptions import InvalidArgumentError, ResourceNotFoundError
from moto.kinesis.responses import KinesisResponse

from standin import operations
from standin.patches.kinesis.consumers import Consumer, resource
from standin.patches.kinesis.streams import Stream, asked, check_tags
from standin.principals import are_hidden
from standin.replacing import add, replace


def _checked(self: KinesisResponse, changes: bool) -> Stream | Consumer:
    """The resource that a request names by its ARN."""
    found = resource(self.kinesis_backend, self._get_param("ResourceARN"))
    if changes:
        found.check_active()
    return found


def put_resource_policy(self: KinesisResponse) -> ActionResult:
    _checked(self, changes=True)
    text = self._get_param("Policy")
    try:
        policy = json.loads(text)
    except ValueError as error:
        raise InvalidArgumentError(f"The policy is not valid JSON: {error}") from None
    _check_policy(policy, self._get_param("ResourceARN"))
    if are_hidden(text):
        raise _wrong("Invalid principal in policy")
    self.kinesis_backend.put_resource_policy(self._get_param("ResourceARN"), text)
    return EmptyResult()


def _check_policy(policy: object, arn: str) -> None:
    statements = policy.get("Statement") if isinstance(policy, dict) else None
    if not statements:
        raise _wrong("Missing required field Statement")
    for statement in statements if isinstance(statements, list) else [statements]:
        if not isinstance(statement, dict):
            raise _wrong("Resource policy contains invalid statement")
        if "NotPrincipal" in statement:
            raise _wrong("Has prohibited field NotPrincipal")
        for member in ("Effect", "Principal", "Action", "Resource"):
            if member not in statement:
                raise _wrong(f"Missing required field {member}")
        for action in _listed(statement["Action"]):
            vendor, _, operation = str(action).partition(":")
            if vendor.lower() != "kinesis":
                raise _wrong(
                    "Resource policy contains invalid statement: Action field includes AWS services that are "
                    "inconsistent with specified vendor"
                )
            # No pattern is taken, only names.
            if operation not in operations.model("kinesis").operation_names:
                raise _wrong("Resource policy cannot contain invalid actions")
        if _listed(statement["Resource"]) != [arn]:
            raise InvalidArgumentError("The resource policy's resource must be the same as the resource ARN.")


def _wrong(reason: str) -> InvalidArgumentError:
    return InvalidArgumentError(f"Policy validation error: {reason}")


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def get_resource_policy(self: KinesisResponse) -> ActionResult:
    _checked(self, changes=False)
    policies = self.kinesis_backend.resource_policies
    return ActionResult({"Policy": policies.get(self._get_param("ResourceARN"), "{}")})


def delete_resource_policy(self: KinesisResponse) -> ActionResult:
    _checked(self, changes=True)
    arn = self._get_param("ResourceARN")
    if self.kinesis_backend.resource_policies.pop(arn, None) is None:
        raise ResourceNotFoundError(f"No resource policy found for resource ARN {arn}.")
    return EmptyResult()


def _add(what: Stream | Consumer, tags: dict[str, str]) -> ActionResult:
    name = f"stream {what.under_account}" if isinstance(what, Stream) else f"consumer {what.consumer_name}"
    check_tags(name, {**what.tags, **tags})
    what.tags.update(tags)
    return EmptyResult()


def _remove(what: Stream | Consumer, keys: list[str]) -> ActionResult:
    for key in keys:
        what.tags.pop(key, None)
    return EmptyResult()


def _told(tags: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


def add_tags_to_stream(self: KinesisResponse) -> ActionResult:
    stream = asked(self)
    stream.check_active()
    return _add(stream, self._get_param("Tags"))


def remove_tags_from_stream(self: KinesisResponse) -> ActionResult:
    stream = asked(self)
    stream.check_active()
    return _remove(stream, self._get_param("TagKeys"))


def list_tags_for_stream(self: KinesisResponse) -> ActionResult:
    after = self._get_param("ExclusiveStartTagKey") or ""
    tags = [tag for tag in _told(asked(self).tags) if tag["Key"] > after]
    page = tags[: self._get_param("Limit") or len(tags)]
    answer: dict[str, Any] = {"Tags": page, "HasMoreTags": len(page) < len(tags)}
    return ActionResult(answer)


def tag_resource(self: KinesisResponse) -> ActionResult:
    return _add(_checked(self, changes=True), self._get_param("Tags"))


def untag_resource(self: KinesisResponse) -> ActionResult:
    return _remove(_checked(self, changes=True), self._get_param("TagKeys"))


def list_tags_for_resource(self: KinesisResponse) -> ActionResult:
    return ActionResult({"Tags": _told(_checked(self, changes=False).tags)})


def apply() -> None:
    replace(
        KinesisResponse,
        add_tags_to_stream=add_tags_to_stream,
        delete_resource_policy=delete_resource_policy,
        get_resource_policy=get_resource_policy,
        list_tags_for_stream=list_tags_for_stream,
        put_resource_policy=put_resource_policy,
        remove_tags_from_stream=remove_tags_from_stream,
    )
    add(
        KinesisResponse,
        list_tags_for_resource=list_tags_for_resource,
        tag_resource=tag_resource,
        untag_resource=untag_resource,
    )
