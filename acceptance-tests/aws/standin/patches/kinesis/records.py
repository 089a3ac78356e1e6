"""How a stream treats its records: how long it keeps them, how it encrypts and measures them."""

from collections.abc import Callable

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult, EmptyResult
from moto.kinesis.exceptions import InvalidArgumentError
from moto.kinesis.responses import KinesisResponse
from moto.kms.models import kms_backends

from standin.patches.kinesis.streams import Stream, asked
from standin.replacing import add, replace

SHORTEST_RETENTION, LONGEST_RETENTION = 24, 8760

METRICS = [
    "IncomingBytes",
    "IncomingRecords",
    "OutgoingBytes",
    "OutgoingRecords",
    "WriteProvisionedThroughputExceeded",
    "ReadProvisionedThroughputExceeded",
    "IteratorAgeMilliseconds",
]


def _change_retention(self: KinesisResponse, operation: str, wrong: Callable[[int, int], bool], way: str) -> None:
    stream, hours = asked(self), self._get_param("RetentionPeriodHours")
    asks = f"equested retention period ({hours} hours)"
    if hours < SHORTEST_RETENTION:
        message = f"Minimum allowed retention period is {SHORTEST_RETENTION} hours. R{asks} is too short."
        raise InvalidArgumentError(message)
    if hours > LONGEST_RETENTION:
        message = f"Maximum allowed retention period is {LONGEST_RETENTION} hours. R{asks} is too long."
        raise InvalidArgumentError(message)
    if wrong(hours, stream.retention_period_hours):
        raise InvalidArgumentError(
            f"R{asks} for stream {stream.stream_name} can not be {way.format(stream.retention_period_hours)}"
        )
    stream.change(operation, lambda: setattr(stream, "retention_period_hours", hours))


def increase_stream_retention_period(self: KinesisResponse) -> ActionResult:
    way = "shorter than existing retention period ({} hours). Use DecreaseRetentionPeriod API."
    _change_retention(self, "IncreaseStreamRetentionPeriod", int.__lt__, way)
    return EmptyResult()


def decrease_stream_retention_period(self: KinesisResponse) -> ActionResult:
    way = "longer than existing retention period ({} hours). Use IncreaseRetentionPeriod API."
    _change_retention(self, "DecreaseStreamRetentionPeriod", int.__gt__, way)
    return EmptyResult()


def _change_metrics(self: KinesisResponse, operation: str, enable: bool) -> ActionResult:
    stream, given = asked(self), self._get_param("ShardLevelMetrics")
    named = METRICS if "ALL" in given else given
    before = list(stream.shard_level_metrics)
    after = [it for it in METRICS if (it in before or it in named if enable else it in before and it not in named)]
    stream.change(operation, lambda: setattr(stream, "shard_level_metrics", after))
    return ActionResult(
        {
            "CurrentShardLevelMetrics": before,
            "DesiredShardLevelMetrics": after,
            "StreamARN": stream.arn,
            "StreamName": stream.stream_name,
        }
    )


def enable_enhanced_monitoring(self: KinesisResponse) -> ActionResult:
    return _change_metrics(self, "EnableEnhancedMonitoring", True)


def disable_enhanced_monitoring(self: KinesisResponse) -> ActionResult:
    return _change_metrics(self, "DisableEnhancedMonitoring", False)


def _check_key(stream: Stream, key_id: str) -> None:
    """The key is there and may be used; Kinesis's own always is."""
    if key_id.endswith("alias/aws/kinesis"):
        return
    region = key_id.split(":")[3] if key_id.startswith("arn:") else stream.region
    if region != stream.region:
        raise JsonRESTError("KMSNotFoundException", f"Invalid arn {region}")
    keys = kms_backends[stream.account_id][stream.region]
    alias = keys.get_alias_name(key_id)
    found = keys.get_key_id_from_alias(alias) if alias.startswith("alias/") else keys.get_key_id(key_id)
    if found not in keys.keys:
        arn = f"arn:aws:kms:{stream.region}:{stream.account_id}:"
        message = (
            f"Alias {arn}{alias} is not found." if alias.startswith("alias/") else f"Key '{key_id}' does not exist"
        )
        raise JsonRESTError("KMSNotFoundException", message)
    key = keys.keys[found]
    if key.key_state == "Disabled":
        raise JsonRESTError("KMSDisabledException", f"{key.arn} is disabled.")
    if key.key_state != "Enabled":
        raise JsonRESTError("KMSInvalidStateException", f"{key.arn} is pending deletion.")


def start_stream_encryption(self: KinesisResponse) -> ActionResult:
    stream, key_id = asked(self), self._get_param("KeyId")
    if self._get_param("EncryptionType") != "KMS":
        raise InvalidArgumentError("EncryptionType must be KMS to start encryption.")
    stream.check_active()
    _check_key(stream, key_id)

    def encrypt() -> None:
        stream.encryption_type, stream.key_id = "KMS", key_id

    stream.change("StartStreamEncryption", encrypt)
    return EmptyResult()


def stop_stream_encryption(self: KinesisResponse) -> ActionResult:
    stream = asked(self)

    def decrypt() -> None:
        stream.encryption_type, stream.key_id = "NONE", None

    stream.change("StopStreamEncryption", decrypt)
    return EmptyResult()


def update_max_record_size(self: KinesisResponse) -> ActionResult:
    stream, size = asked(self), self._get_param("MaxRecordSizeInKiB")
    stream.change("UpdateMaxRecordSize", lambda: setattr(stream, "max_record_size", size))
    return EmptyResult()


def update_stream_record_distribution_strategy(self: KinesisResponse) -> ActionResult:
    stream, strategy = asked(self), self._get_param("RecordDistributionStrategy")
    if not stream.is_on_demand:
        raise InvalidArgumentError("RecordDistributionStrategy is for streams in On-Demand mode.")
    stream.check_active()
    stream.strategy = strategy
    return EmptyResult()


def apply() -> None:
    replace(
        KinesisResponse,
        decrease_stream_retention_period=decrease_stream_retention_period,
        disable_enhanced_monitoring=disable_enhanced_monitoring,
        enable_enhanced_monitoring=enable_enhanced_monitoring,
        increase_stream_retention_period=increase_stream_retention_period,
        start_stream_encryption=start_stream_encryption,
        stop_stream_encryption=stop_stream_encryption,
    )
    add(
        KinesisResponse,
        update_max_record_size=update_max_record_size,
        update_stream_record_distribution_strategy=update_stream_record_distribution_strategy,
    )
