"""SQS: the attributes of queues.

RedrivePolicy and RedriveAllowPolicy come back as compact JSON, keys and values as they were
sent (`"maxReceiveCount":"4"` stays text); moto puts blanks in the one, turns the count into a
number, and forgets the other. Setting one attribute leaves the others alone; moto drops the
queue's policy. Values are checked; moto takes any number and any word. A queue that names a
dead-letter queue which is not there is refused as AWS words it. A name that is there with another
value is refused by the name of the attribute. A name can be taken for a while after its queue was
deleted, where a test asks for it.
"""

import json
import re

from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import unix_time
from moto.sqs import models
from moto.sqs.exceptions import (
    InvalidAttributeName,
    InvalidAttributeValue,
    InvalidParameterValue,
    QueueAlreadyExists,
    QueueDoesNotExist,
    SQSException,
)
from moto.sqs.responses import SQSResponse

from standin.principals import are_hidden, principal_exists, principals_of
from standin.replacing import replace
from standin.settings import SETTINGS

#: Both ends are allowed.
RANGES = {
    "DelaySeconds": (0, 900),
    "KmsDataKeyReusePeriodSeconds": (60, 86_400),
    "MaximumMessageSize": (1_024, 1_048_576),
    "MessageRetentionPeriod": (60, 1_209_600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43_200),
}

WORDS = {
    "ContentBasedDeduplication": ("true", "false"),
    "DeduplicationScope": ("messageGroup", "queue"),
    "FifoQueue": ("true", "false"),
    "FifoThroughputLimit": ("perQueue", "perMessageGroupId"),
    "SqsManagedSseEnabled": ("true", "false"),
}

TEXTS = ("KmsMasterKeyId", "Policy", "RedriveAllowPolicy", "RedrivePolicy")

#: Only a FIFO queue knows these.
FIFO = ("ContentBasedDeduplication", "DeduplicationScope", "FifoQueue", "FifoThroughputLimit")


class QueueDeletedRecently(SQSException):
    def __init__(self):
        super().__init__(
            "AWS.SimpleQueueService.QueueDeletedRecently",
            "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
        )


def compact(text):
    return json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False)


def check_attributes(attributes, is_fifo):
    """What CreateQueue and SetQueueAttributes refuse whatever the queue is like now."""
    for name, value in attributes.items():
        if name in RANGES:
            low, high = RANGES[name]
            if not re.fullmatch(r"-?\d+", str(value)) or not low <= int(value) <= high:
                raise InvalidAttributeValue(name)
        elif name in WORDS:
            if name in ("DeduplicationScope", "FifoThroughputLimit") and not is_fifo:
                raise SQSException(
                    "InvalidAttributeName", f"You can specify the {name} only when FifoQueue is set to true."
                )
            if name in FIFO and not is_fifo:
                raise InvalidAttributeName(name)
            # Only true is to be had: a queue is standard by leaving FifoQueue out.
            if name == "FifoQueue" and value != "true":
                raise InvalidAttributeName(name)
            if value not in WORDS[name]:
                raise InvalidAttributeValue(name)
        elif name not in TEXTS:
            # What only GetQueueAttributes knows, such as QueueArn.
            raise InvalidAttributeName(name)
    for name in ("Policy", "RedriveAllowPolicy", "RedrivePolicy"):
        if attributes.get(name) and not isinstance(_json(attributes[name]), dict):
            raise InvalidAttributeValue(name)
    if attributes.get("KmsMasterKeyId") and attributes.get("SqsManagedSseEnabled") == "true":
        raise SQSException(
            "InvalidAttributeName",
            "You can use one type of server-side encryption (SSE) at one time. "
            "You can either enable KMS SSE or SQS SSE.",
        )
    if attributes.get("RedriveAllowPolicy"):
        _check_redrive_allow_policy(attributes["RedriveAllowPolicy"])
    if attributes.get("Policy"):
        _check_principals(attributes["Policy"])


def _json(text):
    try:
        return json.loads(text)
    except ValueError:
        return None


def _check_principals(text):
    every = principals_of(json.loads(text)) if SETTINGS["sqs_principals_exist"] else []
    if are_hidden(text) or not all(principal_exists(None, it) for it in every):
        raise InvalidAttributeValue("Policy")


def _invalid(name, text, reason):
    return InvalidParameterValue(f"Value {text} for parameter {name} is invalid. Reason: {reason}")


def _check_redrive_allow_policy(text):
    policy = json.loads(text)
    if not policy:
        return
    name = "RedriveAllowPolicy"
    if policy.get("redrivePermission") not in ("allowAll", "denyAll", "byQueue"):
        raise _invalid(name, text, "Amazon SQS can't recognize the redrivePermission.")
    sources = policy.get("sourceQueueArns")
    if (policy["redrivePermission"] == "byQueue") != bool(sources):
        raise _invalid(name, text, "sourceQueueArns is for the redrivePermission byQueue, which needs it.")
    if sources and (not isinstance(sources, list) or len(sources) > 10):
        raise _invalid(name, text, "sourceQueueArns is a list of at most 10 ARNs.")


def _check_redrive_policy(queue, text):
    policy = json.loads(text)
    for key in ("deadLetterTargetArn", "maxReceiveCount"):
        if key not in policy:
            raise _invalid("RedrivePolicy", text, f"Redrive policy does not contain mandatory attribute: {key}.")
    count = policy["maxReceiveCount"]
    if not re.fullmatch(r"\d+", str(count)) or not 1 <= int(count) <= 1000:
        reason = f"Invalid value for maxReceiveCount: {count}, valid values are from 1 to 1000 both inclusive."
        raise _invalid("RedrivePolicy", text, reason)
    queues = models.sqs_backends[queue.account_id][queue.region].queues.values()
    target = next((it for it in queues if it.queue_arn == policy["deadLetterTargetArn"]), None)
    if target is None:
        raise _invalid("RedrivePolicy", text, "Dead letter target does not exist.")
    if target.fifo_queue != queue.fifo_queue:
        raise _invalid("RedrivePolicy", text, "Dead-letter queue must be same type of queue as the source.")
    return target


def apply():
    queue_class, backend_class = models.Queue, models.SQSBackend
    new_queue = queue_class.__init__
    set_attributes = queue_class._set_attributes
    attributes_of = queue_class.attributes.fget
    create_queue = backend_class.create_queue
    delete_queue = backend_class.delete_queue
    remove = backend_class.remove_permission
    policy = queue_class.policy

    def __init__(self, name, region, account_id, **attributes):
        self.redrive_allow_policy = None
        self._redrive_text = None
        self._policy_json = {}
        is_fifo = attributes.get("FifoQueue") == "true"
        check_attributes({k: v for k, v in attributes.items() if k != "FifoQueue" or not is_fifo}, is_fifo)
        if name.endswith(".fifo") and not is_fifo:
            # A full stop is for FIFO queues.
            raise InvalidParameterValue(
                "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
            )
        new_queue(self, name, region, account_id, **attributes)
        _check_throughput(self)
        _one_encryption(self, attributes)

    def _set_attributes(self, attributes, now=None):
        attributes = dict(attributes)
        # moto takes an absent policy for an empty one.
        policy = attributes.pop("Policy", None) if "Policy" in attributes else self.policy
        redrive = attributes.pop("RedrivePolicy", None)
        allow = attributes.pop("RedriveAllowPolicy", None)
        set_attributes(self, {**attributes, "Policy": policy}, now)
        if not hasattr(self, "redrive_policy"):
            self.redrive_policy = None
        if redrive is not None:
            if not redrive or not _json(redrive):
                self.redrive_policy = self.dead_letter_queue = self._redrive_text = None
            else:
                self.dead_letter_queue = _check_redrive_policy(self, redrive)
                self._redrive_text = compact(redrive)
                # What moves messages reads the count from here.
                parsed = json.loads(redrive)
                self.redrive_policy = {**parsed, "maxReceiveCount": int(parsed["maxReceiveCount"])}
        if allow is not None:
            self.redrive_allow_policy = compact(allow) if allow and _json(allow) else None

    def attributes(self):
        result = attributes_of(self)
        if self._redrive_text:
            result["RedrivePolicy"] = self._redrive_text
        for name in ("CreatedTimestamp", "LastModifiedTimestamp"):
            result[name] = int(result[name])  # whole seconds
        return {name: value for name, value in result.items() if value is not None}

    def set_queue_attributes(self, queue_name, attributes):
        queue = self.get_queue(queue_name)
        attributes = dict(attributes)
        # The type that it has may be told.
        if queue.fifo_queue and attributes.pop("FifoQueue", "true") != "true":
            raise SQSException(
                "InvalidAttributeValue",
                "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
            )
        check_attributes(attributes, queue.fifo_queue)
        before = dict(vars(queue))
        try:
            queue._set_attributes(attributes)
            _check_throughput(queue)
        except SQSException:
            vars(queue).update(before)
            raise
        _one_encryption(queue, attributes)
        return queue

    def backend_create_queue(self, name, tags=None, **attributes):
        deleted = getattr(self, "deleted_at", {}).get(name)
        wait = SETTINGS["sqs_deleted_recently_seconds"]
        if deleted is not None and name not in self.queues and unix_time() - deleted < wait:
            raise QueueDeletedRecently()
        if name not in self.queues:
            return create_queue(self, name, tags, **attributes)
        queue = self.queues[name]
        _check_same(queue, attributes)
        queue.tags = tags or queue.tags
        return queue

    def remove_permission(self, queue_name, label):
        if all(it.get("Sid") != label for it in self.get_queue(queue_name)._policy_json["Statement"]):
            raise InvalidParameterValue(f"Value {label} for parameter Label is invalid. Reason: can't find label.")
        remove(self, queue_name, label)

    def set_policy(self, text):
        policy.fset(self, text)
        if not text:
            # What a permission is added to.
            self._policy_json["Version"] = "2008-10-17"

    def backend_delete_queue(self, queue_name):
        delete_queue(self, queue_name)
        if not hasattr(self, "deleted_at"):
            self.deleted_at = {}
        self.deleted_at[queue_name] = unix_time()

    replace(
        queue_class,
        BASE_ATTRIBUTES=[*queue_class.BASE_ATTRIBUTES, "RedriveAllowPolicy"],
        __init__=__init__,
        _set_attributes=_set_attributes,
        attributes=property(attributes),
        policy=property(policy.fget, set_policy),
    )
    replace(
        backend_class,
        set_queue_attributes=set_queue_attributes,
        create_queue=backend_create_queue,
        delete_queue=backend_delete_queue,
        remove_permission=remove_permission,
    )
    replace(SQSResponse, list_queue_tags=list_queue_tags, serialized=serialized)


def _check_same(queue, attributes):
    """Who makes a queue that is there gets it, where it is as it is to be in all that is told."""
    # What is abstract of it is CloudFormation's.
    other = models.Queue(queue.name, queue.region, queue.account_id, **attributes)  # type: ignore[abstract]
    wanted = other.attributes
    has = queue.attributes
    for name in attributes:
        if has.get(name) != wanted.get(name):
            raise QueueAlreadyExists(
                f"A queue already exists with the same name and a different value for attribute {name}"
            )


def list_queue_tags(self):
    tags = self.sqs_backend.get_queue(self._get_queue_name()).tags
    return ActionResult({"Tags": tags} if tags else {})


def serialized(self, action_result):
    """By its old protocol SQS says it in its old words."""
    error = action_result.result
    if isinstance(error, QueueDoesNotExist) and not self.headers.get("X-Amz-Target"):
        error.message = "The specified queue does not exist for this wsdl version."
    status, headers, body = BaseResponse.serialized(self, action_result)
    if isinstance(error, InvalidParameterValue) and self.headers.get("X-Amz-Target"):
        # By its new one it has another name for what is in no model.
        told = json.loads(body)
        body = json.dumps({**told, "__type": f"{told['__type']}Exception"})
    return status, headers, body


def _check_throughput(queue):
    if queue.fifo_throughput_limit == "perMessageGroupId" and queue.deduplication_scope != "messageGroup":
        raise InvalidAttributeValue("FifoThroughputLimit")


def _one_encryption(queue, attributes):
    if not SETTINGS["sqs_one_encryption"]:
        return
    if attributes.get("KmsMasterKeyId"):
        queue.sqs_managed_sse_enabled = "false"
    elif attributes.get("SqsManagedSseEnabled") == "true":
        queue.kms_master_key_id = None
