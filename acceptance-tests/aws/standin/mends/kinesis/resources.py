"""What streams and consumers have in common: a policy, and tags."""

import json
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.kinesis.exceptions import InvalidArgumentError, ResourceNotFoundError
from moto.kinesis.responses import KinesisResponse

from standin.mends.kinesis.consumers import Consumer, resource
from standin.mends.kinesis.streams import Stream, asked, check_tags
from standin.replacing import add, replace


def _checked(self: KinesisResponse, changes: bool) -> Stream | Consumer:
    """The resource that a request names by its ARN."""
    found = resource(self.kinesis_backend, self._get_param("ResourceARN"))
    if changes and isinstance(found, Stream):
        found.check_active()
    return found


def put_resource_policy(self: KinesisResponse) -> ActionResult:
    _checked(self, changes=True)
    text = self._get_param("Policy")
    try:
        policy = json.loads(text)
    except ValueError as error:
        raise InvalidArgumentError(f"The policy is not valid JSON: {error}") from None
    if not isinstance(policy, dict) or not policy.get("Statement"):
        raise InvalidArgumentError("The policy has no statement.")
    self.kinesis_backend.put_resource_policy(self._get_param("ResourceARN"), text)
    return EmptyResult()


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
