"""The properties of brokers that a configuration may hold, and the values that Kafka takes for them."""

import json
from collections.abc import Callable, Iterable, Sequence

#: What is wrong with a value; None where nothing is.
Rule = Callable[[str], str | None]


def boolean(value: str) -> str | None:
    return None if value.lower() in ("true", "false") else "Expected value to be either true or false"


def whole(least: int, bits: int = 32) -> Rule:
    most = 2 ** (bits - 1) - 1

    def rule(value: str) -> str | None:
        try:
            number = int(value)
        except ValueError:
            return f"Not a number of type {'INT' if bits == 32 else 'LONG'}"
        if number > most:
            return f"Not a number of type {'INT' if bits == 32 else 'LONG'}"
        return f"Value must be at least {least}" if number < least else None

    return rule


def decimal(value: str) -> str | None:
    try:
        return None if 0 <= float(value) <= 1 else "Value must be between 0 and 1"
    except ValueError:
        return "Not a number of type DOUBLE"


def one_of(*words: str) -> Rule:
    return lambda value: None if value in words else f"String must be one of: {', '.join(words)}"


def some_of(*words: str) -> Rule:
    def rule(value: str) -> str | None:
        return None if {word.strip() for word in value.split(",")} <= set(words) else f"Not a subset of: {words}"

    return rule


def text(value: str) -> str | None:
    return None


#: The names that MSK lists as configurable, and what Kafka's documentation says of their values.
BROKER: dict[str, Rule] = {
    "allow.everyone.if.no.acl.found": boolean,
    "auto.create.topics.enable": boolean,
    "auto.leader.rebalance.enable": boolean,
    "background.threads": whole(1),
    "compression.type": one_of("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"),
    "connections.max.idle.ms": whole(-1, 64),
    "controlled.shutdown.enable": boolean,
    "controlled.shutdown.max.retries": whole(0),
    "controlled.shutdown.retry.backoff.ms": whole(0, 64),
    "default.replication.factor": whole(1),
    "delete.topic.enable": boolean,
    "fetch.max.bytes": whole(1024),
    "group.initial.rebalance.delay.ms": whole(0),
    "group.max.session.timeout.ms": whole(0),
    "group.max.size": whole(1),
    "group.min.session.timeout.ms": whole(0),
    "leader.imbalance.check.interval.seconds": whole(1, 64),
    "leader.imbalance.per.broker.percentage": whole(0),
    "log.cleaner.backoff.ms": whole(0, 64),
    "log.cleaner.delete.retention.ms": whole(0, 64),
    "log.cleaner.max.compaction.lag.ms": whole(1, 64),
    "log.cleaner.min.cleanable.ratio": decimal,
    "log.cleaner.min.compaction.lag.ms": whole(0, 64),
    "log.cleanup.policy": some_of("compact", "delete"),
    "log.flush.interval.messages": whole(1, 64),
    "log.flush.interval.ms": whole(0, 64),
    "log.flush.offset.checkpoint.interval.ms": whole(0),
    "log.index.interval.bytes": whole(0),
    "log.index.size.max.bytes": whole(4),
    "log.local.retention.bytes": whole(-2, 64),
    "log.local.retention.ms": whole(-2, 64),
    "log.message.downconversion.enable": boolean,
    "log.message.format.version": text,
    "log.message.timestamp.after.max.ms": whole(0, 64),
    "log.message.timestamp.before.max.ms": whole(0, 64),
    "log.message.timestamp.difference.max.ms": whole(0, 64),
    "log.message.timestamp.type": one_of("CreateTime", "LogAppendTime"),
    "log.preallocate": boolean,
    "log.retention.bytes": whole(-1, 64),
    "log.retention.check.interval.ms": whole(1, 64),
    "log.retention.hours": whole(-1),
    "log.retention.minutes": whole(-1),
    "log.retention.ms": whole(-1, 64),
    "log.roll.hours": whole(1),
    "log.roll.jitter.ms": whole(0, 64),
    "log.roll.ms": whole(1, 64),
    "log.segment.bytes": whole(14),
    "log.segment.delete.delay.ms": whole(0, 64),
    "max.connection.creation.rate": whole(0),
    "max.connections": whole(0),
    "max.connections.per.ip": whole(0),
    "max.incremental.fetch.session.cache.slots": whole(0),
    "message.max.bytes": whole(0),
    "min.insync.replicas": whole(1),
    "num.io.threads": whole(1),
    "num.network.threads": whole(1),
    "num.partitions": whole(1),
    "num.recovery.threads.per.data.dir": whole(1),
    "num.replica.alter.log.dirs.threads": whole(1),
    "num.replica.fetchers": whole(1),
    "offset.metadata.max.bytes": whole(0),
    "offsets.retention.check.interval.ms": whole(1, 64),
    "offsets.retention.minutes": whole(1),
    "offsets.topic.num.partitions": whole(1),
    "offsets.topic.replication.factor": whole(1),
    "queued.max.requests": whole(1),
    "remote.log.msk.disable.policy": one_of("Delete", "None"),
    "replica.fetch.backoff.ms": whole(0),
    "replica.fetch.max.bytes": whole(0),
    "replica.fetch.min.bytes": whole(0),
    "replica.fetch.response.max.bytes": whole(0),
    "replica.fetch.wait.max.ms": whole(0),
    "replica.high.watermark.checkpoint.interval.ms": whole(0, 64),
    "replica.lag.time.max.ms": whole(0, 64),
    "replica.selector.class": text,
    "replica.socket.receive.buffer.bytes": whole(-1),
    "replica.socket.timeout.ms": whole(0),
    "request.timeout.ms": whole(0),
    "socket.receive.buffer.bytes": whole(-1),
    "socket.request.max.bytes": whole(1),
    "socket.send.buffer.bytes": whole(-1),
    "transaction.max.timeout.ms": whole(1),
    "transaction.state.log.min.isr": whole(1),
    "transaction.state.log.num.partitions": whole(1),
    "transaction.state.log.replication.factor": whole(1),
    "transactional.id.expiration.ms": whole(1),
    "unclean.leader.election.enable": boolean,
    "zookeeper.connection.timeout.ms": whole(0),
    "zookeeper.session.timeout.ms": whole(0),
    "zookeeper.set.acl": boolean,
}

#: The properties of a topic.
TOPIC: dict[str, Rule] = {
    "cleanup.policy": some_of("compact", "delete"),
    "compression.type": BROKER["compression.type"],
    "delete.retention.ms": whole(0, 64),
    "file.delete.delay.ms": whole(0, 64),
    "flush.messages": whole(1, 64),
    "flush.ms": whole(0, 64),
    "follower.replication.throttled.replicas": text,
    "index.interval.bytes": whole(0),
    "leader.replication.throttled.replicas": text,
    "local.retention.bytes": whole(-2, 64),
    "local.retention.ms": whole(-2, 64),
    "max.compaction.lag.ms": whole(1, 64),
    "max.message.bytes": whole(0),
    "message.downconversion.enable": boolean,
    "message.format.version": text,
    "message.timestamp.after.max.ms": whole(0, 64),
    "message.timestamp.before.max.ms": whole(0, 64),
    "message.timestamp.difference.max.ms": whole(0, 64),
    "message.timestamp.type": BROKER["log.message.timestamp.type"],
    "min.cleanable.dirty.ratio": decimal,
    "min.compaction.lag.ms": whole(0, 64),
    "min.insync.replicas": whole(1),
    "preallocate": boolean,
    "remote.log.msk.disable.policy": BROKER["remote.log.msk.disable.policy"],
    "remote.storage.enable": boolean,
    "retention.bytes": whole(-1, 64),
    "retention.ms": whole(-1, 64),
    "segment.bytes": whole(14),
    "segment.index.bytes": whole(4),
    "segment.jitter.ms": whole(0, 64),
    "segment.ms": whole(1, 64),
    "unclean.leader.election.enable": boolean,
}


def complaint(rules: dict[str, Rule], given: dict[str, str], versions: Sequence[str] = ()) -> str | None:
    """All that is wrong, in the form that MSK tells it in: a list in JSON, as Java's Jackson lays it out."""
    wrong = [
        f'{{\n  "name" : {json.dumps(name)},\n  "value" : {json.dumps(value)},\n'
        f'  "errorMessages" : [ {", ".join(json.dumps(message) for message in messages)} ]\n}}'
        for name, value in given.items()
        if (messages := list(_messages(rules, name, value, versions)))
    ]
    return f"[ {', '.join(wrong)} ]" if wrong else None


def _messages(rules: dict[str, Rule], name: str, value: str, versions: Sequence[str]) -> Iterable[str]:
    rule = rules.get(name)
    if rule is None:
        unsupported = f"Key '{name}' is not supported"
        checked = f"Key checked against versions: [{', '.join(versions)}]"
        yield f"{unsupported} by at least one Apache Kafka version. {checked}" if versions else unsupported
    elif problem := rule(value):
        yield f"Invalid value {value} for configuration {name}: {problem}"
