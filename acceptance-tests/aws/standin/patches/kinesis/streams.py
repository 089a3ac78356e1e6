"""Streams: their states, their capacity and what can be changed of them, and when."""

import itertools
import unicodedata
from collections.abc import Callable
from typing import Any, cast

from moto.core.responses import ActionResult, EmptyResult
from moto.kinesis import models
from moto.kinesis.exceptions import InvalidArgumentError, ResourceInUseError, StreamNotFoundError
from moto.kinesis.responses import KinesisResponse

from standin.control import CONTROL
from standin.life import Life
from standin.patches.kinesis import shards
from standin.patches.kinesis.refusals import limit_exceeded, not_valid
from standin.replacing import replace

MOST_CHANGING_STATE = 5
MOST_TAGS = 50
MOST_SHARDS_TOLD = 100
#: Where an account may have more shards than elsewhere.
MOST_SHARDS = dict.fromkeys(("eu-west-1", "us-east-1", "us-west-2"), 20_000)
SMALLEST_RECORD = 1024


class Stream(models.Stream):
    """A stream that is CREATING, ACTIVE, UPDATING or DELETING for as long as a test demands."""

    def __init__(self, stream_name: str, *members: Any, **options: Any):
        super().__init__(stream_name, *members, **options)
        self.max_record_size = SMALLEST_RECORD
        self.warm_throughput: int | None = None
        self.strategy = "USER_PARTITION_KEY"
        #: When the mode was switched, and when the shards were counted anew.
        self.switched: list[float] = []
        self.resharded: list[float] = []
        self.life = Life("CREATING")
        self.life.enter("CREATING", CONTROL.seconds("kinesis.CreateStream"), "ACTIVE")
        self.settle()

    def settle(self) -> str:
        """Brings the stream and its consumers up to now."""
        consumers = cast(list[Any], self.consumers)
        consumers[:] = [it for it in consumers if it.life.state != "DELETED"]
        self.status = self.life.state
        return self.status

    @property
    def is_on_demand(self) -> bool:
        return self.stream_mode["StreamMode"] == "ON_DEMAND"

    @property
    def under_account(self) -> str:
        return f"{self.stream_name} under account {self.account_id}"

    def check_active(self) -> None:
        if self.settle() != "ACTIVE":
            raise ResourceInUseError(f"Stream {self.under_account} not ACTIVE, instead in state {self.status}")

    def change(self, operation: str, done: Callable[[], None]) -> None:
        """The stream is UPDATING for a while; then it is done."""
        self.check_active()
        self.life.enter("UPDATING", CONTROL.seconds(f"kinesis.{operation}"), "ACTIVE", done)
        self.settle()

    def to_json(self, shard_limit: int | None = None, after: str | None = None) -> dict[str, Any]:
        found = list(shards.listed(self, after, None))
        page = found[: min(shard_limit or MOST_SHARDS_TOLD, MOST_SHARDS_TOLD)]
        told = {
            **super().to_json()["StreamDescription"],
            "HasMoreShards": len(page) < len(found),
            "Shards": [it.to_json() for it in page],
            "StreamModeDetails": self.stream_mode,
        }
        return {"StreamDescription": told}

    def to_json_summary(self) -> dict[str, Any]:
        told = {
            **super().to_json_summary()["StreamDescriptionSummary"],
            "ConsumerCount": len(self.consumers),
            "MaxRecordSizeInKiB": self.max_record_size,
            "OpenShardCount": len(shards.in_order(self)),
        }
        if self.is_on_demand:
            told["RecordDistributionStrategy"] = self.strategy
            if self.warm_throughput is not None:
                told["WarmThroughput"] = {"TargetMiBps": self.warm_throughput, "CurrentMiBps": self.warm_throughput}
        return {"StreamDescriptionSummary": told}


def all_streams(backend: models.KinesisBackend) -> list[Stream]:
    """Those that are there now, by name."""
    found = cast(dict[str, Stream], backend.streams)
    # Others may add and delete some at the same time.
    for name, stream in list(found.items()):
        if stream.settle() == "DELETED" and name in found:
            found.pop(name, stream)
            for arn in [arn for arn in list(backend.resource_policies) if f"{arn}/".startswith(f"{stream.arn}/")]:
                backend.resource_policies.pop(arn, None)
    return [stream for _, stream in sorted(found.copy().items())]


def check_region(backend: models.KinesisBackend, arn: str | None) -> None:
    if arn and arn.split(":")[3] != backend.region_name:
        raise InvalidArgumentError(f"The region specified in the ARN '{arn}' does not match the endpoint region")


def describe_stream(self: models.KinesisBackend, stream_arn: str | None, stream_name: str | None) -> Stream:
    if not stream_arn and not stream_name:
        raise InvalidArgumentError("Either StreamName or StreamARN is required.")
    check_region(self, stream_arn)
    for stream in all_streams(self):
        if stream_arn in (None, "", stream.arn) and stream_name in (None, "", stream.stream_name):
            return stream
    name = stream_name or cast(str, stream_arn).rpartition("/")[2]
    raise StreamNotFoundError(name, self.account_id)


def asked(self: KinesisResponse) -> Stream:
    """The stream that a request names."""
    return describe_stream(self.kinesis_backend, self._get_param("StreamARN"), self._get_param("StreamName"))


def check_shard_limit(backend: models.KinesisBackend, more: int) -> None:
    limits = backend.describe_limits()
    if limits["OpenShardCount"] + more > limits["ShardLimit"]:
        raise limit_exceeded(
            f"This request would exceed the shard limit for the account {backend.account_id} in "
            f"{backend.region_name}. Current shard count for the account: {limits['OpenShardCount']}. "
            f"Limit: {limits['ShardLimit']}. Number of additional shards that would have resulted from this "
            f"request: {more}."
        )


def check_on_demand_limit(backend: models.KinesisBackend) -> None:
    limits = backend.describe_limits()
    count, limit = limits["OnDemandStreamCount"], limits["OnDemandStreamCountLimit"]
    if count >= limit:
        raise limit_exceeded(
            "This request would exceed the limit on the number of On-Demand streams for the account "
            f"{backend.account_id} in {backend.region_name}. Current On-Demand streams count: {count}. "
            f"Limit: {limit}."
        )


#: Where a backend of moto's keeps what an account has committed to.
COMMITMENT = "minimum_throughput_billing_commitment"


def check_warm_throughput(backend: models.KinesisBackend, mode: str) -> None:
    if mode != "ON_DEMAND" or getattr(backend, COMMITMENT, {}).get("Status") != "ENABLED":
        raise not_valid(
            "Warm throughput is for streams in On-Demand mode, in accounts with MinimumThroughputBillingCommitment."
        )


def check_tags(what: str, tags: dict[str, str]) -> None:
    if len(tags) > MOST_TAGS:
        raise InvalidArgumentError(
            f"Failed to add tags to {what} because a given resource cannot have more than {MOST_TAGS} tags "
            "associated with it."
        )
    if not all(map(_may_be_in_a_tag, itertools.chain(*tags.items()))):
        raise InvalidArgumentError(
            "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, "
            "_ . / = + - % @."
        )


def _may_be_in_a_tag(text: str) -> bool:
    return all(it in "_.:/=+-%@" or unicodedata.category(it)[0] in "LNZ" for it in text)


def create_stream(self: KinesisResponse) -> ActionResult:
    backend, name = self.kinesis_backend, self._get_param("StreamName")
    count, tags = self._get_param("ShardCount"), dict(self._get_param("Tags") or {})
    # Without any word on capacity a stream is on demand.
    mode = self._get_param("StreamModeDetails") or {"StreamMode": "PROVISIONED" if count else "ON_DEMAND"}
    streams = all_streams(backend)
    if any(it.stream_name == name for it in streams):
        raise ResourceInUseError(f"Stream {name} under account {backend.account_id} already exists.")
    if sum(it.status in ("CREATING", "DELETING") for it in streams) >= MOST_CHANGING_STATE:
        raise limit_exceeded(
            "This request would exceed the limit on the number of streams that can simultaneously be in CREATING or "
            f"DELETING. Limit: {MOST_CHANGING_STATE}"
        )
    check_tags(f"stream {name} under account {backend.account_id}", tags)
    if mode["StreamMode"] == "PROVISIONED":
        if not count:
            raise InvalidArgumentError("ShardCount is required for a stream in PROVISIONED mode.")
        check_shard_limit(backend, count)
    else:
        check_on_demand_limit(backend)
    if self._get_param("WarmThroughputMiBps") is not None:
        check_warm_throughput(backend, mode["StreamMode"])
    stream = cast(Stream, backend.create_stream(name, count, stream_mode=mode))
    stream.tags = tags
    stream.max_record_size = self._get_param("MaxRecordSizeInKiB") or SMALLEST_RECORD
    stream.warm_throughput = self._get_param("WarmThroughputMiBps")
    stream.strategy = self._get_param("RecordDistributionStrategy") or stream.strategy
    return EmptyResult()


def delete_stream(self: KinesisResponse) -> ActionResult:
    stream = asked(self)
    stream.check_active()
    if stream.consumers and not self._get_param("EnforceConsumerDeletion"):
        raise ResourceInUseError(
            f"DeleteStream can't delete {stream.account_id}:{stream.stream_name} because there are consumers "
            f"associated with this data stream. To delete {stream.stream_name} anyway, set the "
            "EnforceConsumerDeletion parameter to true to force the deletion of all the consumers that are "
            "associated with it."
        )
    stream.life.enter("DELETING", CONTROL.seconds("kinesis.DeleteStream"), "DELETED")
    all_streams(self.kinesis_backend)
    return EmptyResult()


def answer_describe_stream(self: KinesisResponse) -> ActionResult:
    after = self._get_param("ExclusiveStartShardId")
    return ActionResult(asked(self).to_json(self._get_param("Limit"), after))


def answer_describe_stream_summary(self: KinesisResponse) -> ActionResult:
    return ActionResult(asked(self).to_json_summary())


def list_streams(self: KinesisResponse) -> ActionResult:
    after = self._get_param("ExclusiveStartStreamName") or self._get_param("NextToken") or ""
    streams = [it for it in all_streams(self.kinesis_backend) if it.stream_name > after]
    page = streams[: self._get_param("Limit") or 100]
    told = ("StreamName", "StreamARN", "StreamStatus", "StreamModeDetails", "StreamCreationTimestamp")
    summaries = [it.to_json_summary()["StreamDescriptionSummary"] for it in page]
    answer = {
        "HasMoreStreams": len(page) < len(streams),
        "StreamNames": [it.stream_name for it in page],
        "StreamSummaries": [{name: summary[name] for name in told} for summary in summaries],
    }
    if answer["HasMoreStreams"]:
        answer["NextToken"] = page[-1].stream_name
    return ActionResult(answer)


def list_shards(self: KinesisResponse) -> ActionResult:
    token, after = self._get_param("NextToken"), self._get_param("ExclusiveStartShardId")
    if token:
        if self._get_param("StreamName"):
            raise InvalidArgumentError("NextToken and StreamName cannot be provided together.")
        name, _, after = token.partition("/")
        stream = describe_stream(self.kinesis_backend, None, name)
    else:
        stream = asked(self)
    found = list(shards.listed(stream, after, self._get_param("ShardFilter")))
    page = found[: self._get_param("MaxResults") or 1000]
    answer: dict[str, Any] = {"Shards": [it.to_json() for it in page]}
    if len(page) < len(found):
        answer["NextToken"] = f"{stream.stream_name}/{page[-1].shard_id}"
    return ActionResult(answer)


_limits = models.KinesisBackend.describe_limits


def describe_limits(self: models.KinesisBackend) -> dict[str, int]:
    streams = all_streams(self)
    return {
        **_limits(self),
        **({"ShardLimit": MOST_SHARDS[self.region_name]} if self.region_name in MOST_SHARDS else {}),
        "OpenShardCount": sum(len(shards.in_order(it)) for it in streams if not it.is_on_demand),
        "OnDemandStreamCount": sum(it.is_on_demand for it in streams),
    }


def apply() -> None:
    replace(models, Stream=Stream)
    replace(models.KinesisBackend, describe_limits=describe_limits, describe_stream=describe_stream)
    replace(
        KinesisResponse,
        create_stream=create_stream,
        delete_stream=delete_stream,
        describe_stream=answer_describe_stream,
        describe_stream_summary=answer_describe_stream_summary,
        list_shards=list_shards,
        list_streams=list_streams,
    )
