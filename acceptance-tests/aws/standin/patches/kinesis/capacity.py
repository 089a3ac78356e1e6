"""What a stream can carry: its shards, its mode, its warm throughput."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from moto.core.responses import ActionResult, EmptyResult
from moto.kinesis.responses import KinesisResponse

from standin.patches.kinesis import shards
from standin.patches.kinesis.refusals import limit_exceeded, not_valid
from standin.patches.kinesis.streams import (
    COMMITMENT,
    Stream,
    asked,
    check_on_demand_limit,
    check_shard_limit,
    check_warm_throughput,
)
from standin.replacing import add, replace
from standin.settings import SETTINGS

A_DAY = 24 * 60 * 60
MOST_MODE_SWITCHES_A_DAY = 2
MOST_RESHARDINGS_A_DAY = 10


def _today(times: list[float]) -> Iterator[float]:
    return (it for it in times if time.monotonic() - it < A_DAY)


def update_shard_count(self: KinesisResponse) -> ActionResult:
    stream, target = asked(self), self._get_param("TargetShardCount")
    _check_provisioned(stream)
    stream.check_active()
    now = len(shards.in_order(stream))
    counts = f"Current open shard count: {now} Target shard count: {target}"
    if target > now * 2:
        raise limit_exceeded(f"UpdateShardCount cannot scale up over double your current open shard count. {counts}")
    if target * 2 < now:
        raise limit_exceeded(f"UpdateShardCount cannot scale down below half your current open shard count. {counts}")
    check_shard_limit(self.kinesis_backend, max(0, target - now))
    if SETTINGS["kinesis_daily_limits"] and len([*_today(stream.resharded)]) >= MOST_RESHARDINGS_A_DAY:
        raise limit_exceeded(
            f"UpdateShardCount cannot scale more than {MOST_RESHARDINGS_A_DAY} times per rolling 24-hour period."
        )
    stream.resharded.append(time.monotonic())
    stream.change("UpdateShardCount", lambda: stream.update_shard_count(target))
    return ActionResult(
        {
            "CurrentShardCount": now,
            "StreamARN": stream.arn,
            "StreamName": stream.stream_name,
            "TargetShardCount": target,
        }
    )


def _check_provisioned(stream: Stream) -> None:
    if stream.is_on_demand:
        raise not_valid(f"Request is invalid. Stream {stream.under_account} is in On-Demand mode.")


def split_shard(self: KinesisResponse) -> ActionResult:
    stream, shard, key = asked(self), self._get_param("ShardToSplit"), self._get_param("NewStartingHashKey")
    _check_provisioned(stream)
    stream.check_active()
    shards.check_split(stream, shard, key)
    check_shard_limit(self.kinesis_backend, 1)
    stream.change("SplitShard", lambda: stream.split_shard(shard, key))
    return EmptyResult()


def merge_shards(self: KinesisResponse) -> ActionResult:
    stream, pair = asked(self), (self._get_param("ShardToMerge"), self._get_param("AdjacentShardToMerge"))
    _check_provisioned(stream)
    stream.check_active()
    shards.check_merge(stream, *pair)
    stream.change("MergeShards", lambda: stream.merge_shards(*pair))
    return EmptyResult()


def update_stream_mode(self: KinesisResponse) -> ActionResult:
    stream, mode = asked(self), self._get_param("StreamModeDetails")
    stream.check_active()
    throughput = self._get_param("WarmThroughputMiBps")
    if throughput is not None:
        check_warm_throughput(self.kinesis_backend, mode["StreamMode"])
    if mode != stream.stream_mode:
        if mode["StreamMode"] == "ON_DEMAND":
            check_on_demand_limit(self.kinesis_backend)
        if SETTINGS["kinesis_daily_limits"] and len([*_today(stream.switched)]) >= MOST_MODE_SWITCHES_A_DAY:
            raise limit_exceeded(
                f"Stream {stream.under_account} has switched its mode {MOST_MODE_SWITCHES_A_DAY} times in the last "
                "24 hours."
            )
        stream.switched.append(time.monotonic())

    def switch() -> None:
        stream.stream_mode = mode
        stream.warm_throughput = throughput

    stream.change("UpdateStreamMode", switch)
    return EmptyResult()


def update_stream_warm_throughput(self: KinesisResponse) -> ActionResult:
    stream, wanted = asked(self), self._get_param("WarmThroughputMiBps")
    check_warm_throughput(self.kinesis_backend, stream.stream_mode["StreamMode"])
    now = stream.warm_throughput or 0
    stream.change("UpdateStreamWarmThroughput", lambda: setattr(stream, "warm_throughput", wanted))
    return ActionResult(
        {
            "StreamARN": stream.arn,
            "StreamName": stream.stream_name,
            "WarmThroughput": {"TargetMiBps": wanted, "CurrentMiBps": now},
        }
    )


def describe_account_settings(self: KinesisResponse) -> ActionResult:
    commitment = getattr(self.kinesis_backend, COMMITMENT, {"Status": "DISABLED"})
    return ActionResult({"MinimumThroughputBillingCommitment": commitment})


def update_account_settings(self: KinesisResponse) -> ActionResult:
    wanted = self._get_param("MinimumThroughputBillingCommitment")["Status"]
    now = datetime.now(timezone.utc)
    commitment = dict(getattr(self.kinesis_backend, COMMITMENT, {"Status": "DISABLED"}))
    if wanted == "ENABLED":
        # What was to end goes on.
        begun = {"StartedAt": now, "EarliestAllowedEndAt": now + timedelta(days=1)}
        commitment = {**begun, **commitment, "Status": "ENABLED"}
    elif commitment["Status"] == "ENABLED":
        commitment["Status"] = "ENABLED_UNTIL_EARLIEST_ALLOWED_END"
    setattr(self.kinesis_backend, COMMITMENT, commitment)
    return ActionResult({"MinimumThroughputBillingCommitment": commitment})


def apply() -> None:
    replace(
        KinesisResponse,
        merge_shards=merge_shards,
        split_shard=split_shard,
        update_shard_count=update_shard_count,
        update_stream_mode=update_stream_mode,
    )
    add(
        KinesisResponse,
        describe_account_settings=describe_account_settings,
        update_account_settings=update_account_settings,
        update_stream_warm_throughput=update_stream_warm_throughput,
    )
