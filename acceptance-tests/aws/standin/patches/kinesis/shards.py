"""Shards: a closed one keeps its records and its place in the list; its children are new."""

from collections.abc import Iterator
from typing import Any

from moto.kinesis import models
from moto.kinesis.exceptions import InvalidArgumentError, ShardNotFoundError
from moto.utilities.utils import md5_hash

from standin.replacing import replace

KEYS = 2**128


def in_order(stream: models.Stream) -> list[models.Shard]:
    """The open shards by their ranges."""
    return sorted((it for it in stream.shards.values() if it.is_open), key=lambda it: it.starting_hash)


def _add(stream: models.Stream, start: int, end: int, *parents: models.Shard) -> models.Shard:
    shard = models.Shard(len(stream.shards), start, end, *(it.shard_id for it in parents))
    stream.shards[shard.shard_id] = shard
    for parent in parents:
        parent.is_open = False
    stream.shard_count = len(in_order(stream))
    return shard


def _split(stream: models.Stream, shard: models.Shard, at: int) -> None:
    start, end = shard.starting_hash, shard.ending_hash
    _add(stream, start, at - 1, shard)
    _add(stream, at, end, shard)


def _merge(stream: models.Stream, first: models.Shard, second: models.Shard) -> models.Shard:
    start = min(first.starting_hash, second.starting_hash)
    return _add(stream, start, max(first.ending_hash, second.ending_hash), first, second)


def _open(stream: models.Stream, shard_id: str) -> models.Shard:
    if shard_id not in stream.shards:
        raise ShardNotFoundError(shard_id, stream=stream.stream_name, account_id=stream.account_id)
    shard = stream.shards[shard_id]
    if not shard.is_open:
        raise InvalidArgumentError(
            f"Shard {shard_id} in stream {stream.stream_name} under account {stream.account_id} has already been "
            "merged or split, and thus is not eligible for merging or splitting."
        )
    return shard


def check_split(stream: models.Stream, shard_id: str, key: str) -> models.Shard:
    shard = _open(stream, shard_id)
    if not shard.starting_hash + 1 < int(key) < shard.ending_hash:
        raise InvalidArgumentError(
            f"NewStartingHashKey {key} used in SplitShard() on shard {shard_id} in stream {stream.stream_name} under "
            f"account {stream.account_id} is not both greater than one plus the shard's StartingHashKey "
            f"{shard.starting_hash} and less than the shard's EndingHashKey {shard.ending_hash}."
        )
    return shard


def check_merge(stream: models.Stream, first_id: str, second_id: str) -> tuple[models.Shard, models.Shard]:
    first, second = _open(stream, first_id), _open(stream, second_id)
    if first.ending_hash + 1 != second.starting_hash and second.ending_hash + 1 != first.starting_hash:
        raise InvalidArgumentError(
            f"Shards {first_id} and {second_id} in stream {stream.stream_name} under account {stream.account_id} "
            "are not an adjacent pair of shards eligible for merging"
        )
    return first, second


def split_shard(self: models.Stream, shard_to_split: str, new_starting_hash_key: str) -> None:
    _split(self, check_split(self, shard_to_split, new_starting_hash_key), int(new_starting_hash_key))


def merge_shards(self: models.Stream, shard_to_merge: str, adjacent_shard_to_merge: str) -> None:
    _merge(self, *check_merge(self, shard_to_merge, adjacent_shard_to_merge))


def update_shard_count(self: models.Stream, target_shard_count: int) -> None:
    """Splits what crosses a border between the new ranges, then merges what lies between two borders."""
    width = KEYS // target_shard_count
    borders = [number * width for number in range(1, target_shard_count)]
    for border in borders:
        for shard in in_order(self):
            if shard.starting_hash < border <= shard.ending_hash:
                _split(self, shard, border)
    starts = {0, *borders}
    merged: models.Shard | None = None
    for shard in in_order(self):
        merged = shard if merged is None or shard.starting_hash in starts else _merge(self, merged, shard)


def get_shard_for_key(self: models.Stream, partition_key: str, explicit_hash_key: str) -> models.Shard | None:
    """Records go to open shards only."""
    key = int(explicit_hash_key or int(md5_hash(partition_key.encode()).hexdigest(), 16))
    return next((it for it in in_order(self) if it.starting_hash <= key <= it.ending_hash), None)


def listed(stream: models.Stream, after: str | None, shard_filter: dict[str, Any] | None) -> Iterator[models.Shard]:
    """The shards that ListShards tells."""
    kind = (shard_filter or {}).get("Type")
    if kind == "AFTER_SHARD_ID":
        after = (shard_filter or {}).get("ShardId")
    for shard_id in sorted(stream.shards):
        shard = stream.shards[shard_id]
        if (after is None or shard_id > after) and (kind != "AT_LATEST" or shard.is_open):
            yield shard


def apply() -> None:
    replace(
        models.Stream,
        get_shard_for_key=get_shard_for_key,
        merge_shards=merge_shards,
        split_shard=split_shard,
        update_shard_count=update_shard_count,
    )
