"""Consumers of streams."""

import re
from typing import Any, cast

from moto.core.responses import ActionResult, EmptyResult
from moto.kinesis import models
from moto.kinesis.exceptions import ConsumerNotFound, InvalidArgumentError, ResourceInUseError
from moto.kinesis.responses import KinesisResponse

from standin.control import CONTROL
from standin.life import Life
from standin.patches.kinesis.refusals import limit_exceeded
from standin.patches.kinesis.streams import Stream, all_streams, asked, check_region, check_tags, describe_stream
from standin.replacing import replace

MOST_CONSUMERS = 20
MOST_CREATING = 5


class Consumer(models.Consumer):
    """A consumer that is CREATING, ACTIVE or DELETING; its ARN ends in the time of its registration."""

    def __init__(self, consumer_name: str, account_id: str, region_name: str, stream_arn: str):
        super().__init__(consumer_name, account_id, region_name, stream_arn)
        self.consumer_arn += f":{int(self.created.timestamp())}"
        self.account_id = account_id
        self.tags: dict[str, str] = {}
        self.life = Life("CREATING")
        self.life.enter("CREATING", CONTROL.seconds("kinesis.RegisterStreamConsumer"), "ACTIVE")

    def check_active(self) -> None:
        if self.life.state != "ACTIVE":
            stream = self.stream_arn.rpartition("/")[2]
            raise ResourceInUseError(
                f"Consumer {self.consumer_name} with creation timestamp {int(self.created.timestamp())} under stream "
                f"{stream} and account {self.account_id} is not in ACTIVE status."
            )

    def to_json(self, include_stream_arn: bool = False) -> dict[str, Any]:
        return super().to_json(include_stream_arn) | {"ConsumerStatus": self.life.state}


def consumers_of(stream: Stream) -> list[Consumer]:
    return cast(list[Consumer], stream.consumers)


def _asked(self: KinesisResponse) -> Consumer:
    """The consumer that a request names: by its ARN, or by its name and its stream's ARN."""
    backend, arn, name = self.kinesis_backend, self._get_param("ConsumerARN"), self._get_param("ConsumerName")
    stream_arn = self._get_param("StreamARN")
    check_region(backend, arn)
    if not arn and not (stream_arn and name):
        raise InvalidArgumentError("Either ConsumerARN, or StreamARN and ConsumerName are required.")
    streams = [describe_stream(backend, stream_arn, None)] if stream_arn else all_streams(backend)
    for stream in streams:
        for consumer in consumers_of(stream):
            if arn in (None, consumer.consumer_arn) and name in (None, consumer.consumer_name):
                return consumer
    raise ConsumerNotFound(consumer=name or arn, account_id=backend.account_id)


def register_stream_consumer(self: KinesisResponse) -> ActionResult:
    backend, stream, name = self.kinesis_backend, asked(self), self._get_param("ConsumerName")
    tags = dict(self._get_param("Tags") or {})
    stream.check_active()
    known = consumers_of(stream)
    if any(it.consumer_name == name for it in known):
        raise ResourceInUseError(
            f"Consumer {name} under stream {stream.stream_name} already exists for account {stream.account_id}."
        )
    if len(known) >= MOST_CONSUMERS:
        raise limit_exceeded(f"Stream {stream.under_account} has {MOST_CONSUMERS} consumers, as many as it may have.")
    everywhere = [it for other in all_streams(backend) for it in consumers_of(other)]
    if sum(it.life.state == "CREATING" for it in everywhere) >= MOST_CREATING:
        raise limit_exceeded(f"No more than {MOST_CREATING} consumers can be in CREATING at the same time.")
    check_tags(f"consumer {name} of stream {stream.under_account}", tags)
    consumer = Consumer(name, backend.account_id, backend.region_name, stream.arn)
    consumer.tags = tags
    known.append(consumer)
    return ActionResult({"Consumer": consumer.to_json()})


def describe_stream_consumer(self: KinesisResponse) -> ActionResult:
    return ActionResult({"ConsumerDescription": _asked(self).to_json(include_stream_arn=True)})


def deregister_stream_consumer(self: KinesisResponse) -> ActionResult:
    consumer = _asked(self)
    if consumer.life.state != "DELETING":
        consumer.life.enter("DELETING", CONTROL.seconds("kinesis.DeregisterStreamConsumer"), "DELETED")
    return EmptyResult()


def list_stream_consumers(self: KinesisResponse) -> ActionResult:
    consumers = sorted(consumers_of(asked(self)), key=lambda it: it.consumer_name)
    token = self._get_param("NextToken")
    if token:
        consumers = [it for it in consumers if it.consumer_name > token]
    page = consumers[: self._get_param("MaxResults") or 100]
    answer: dict[str, Any] = {"Consumers": [it.to_json() for it in page]}
    if len(page) < len(consumers):
        answer["NextToken"] = page[-1].consumer_name
    return ActionResult(answer)


def resource(backend: models.KinesisBackend, arn: str) -> Stream | Consumer:
    """The stream or the consumer that an ARN is of."""
    check_region(backend, arn)
    named = re.fullmatch(r"(.+:stream/[^/]+)/consumer/[^/]+", arn)
    stream = describe_stream(backend, named[1] if named else arn, None)
    if not named:
        return stream
    for consumer in consumers_of(stream):
        if consumer.consumer_arn == arn:
            return consumer
    raise ConsumerNotFound(consumer=arn, account_id=backend.account_id)


def apply() -> None:
    replace(models, Consumer=Consumer)
    replace(
        KinesisResponse,
        deregister_stream_consumer=deregister_stream_consumer,
        describe_stream_consumer=describe_stream_consumer,
        list_stream_consumers=list_stream_consumers,
        register_stream_consumer=register_stream_consumer,
    )
