"""Topics: their attributes, policies and tags."""

import re
from datetime import datetime, timezone
from typing import Any, cast

from moto.core.responses import ActionResult, EmptyResult
from moto.sns import models
from moto.sns.exceptions import ResourceNotFoundError, SNSException, TagLimitExceededError, TopicNotFound
from moto.sns.responses import SNSResponse

from standin.patches.sns.deleted import remember, remembered
from standin.patches.sns.documents import (
    ACTIONS,
    check_archive_policy,
    check_data_protection_policy,
    check_delivery_policy,
    check_policy,
    effective_delivery_policy,
)
from standin.patches.sns.refusals import AT_CREATION, check_arn, compact, invalid, json_object, one_of
from standin.replacing import add, replace
from standin.settings import SETTINGS

ENDPOINTS = ("Application", "Firehose", "HTTP", "Lambda", "SQS")
ROLES = tuple(f"{endpoint}{kind}FeedbackRoleArn" for endpoint in ENDPOINTS for kind in ("Success", "Failure"))
RATES = tuple(f"{endpoint}SuccessFeedbackSampleRate" for endpoint in ENDPOINTS)

WORDS = {
    "ContentBasedDeduplication": ("true", "false"),
    "FifoThroughputScope": ("Topic", "MessageGroup"),
    "FifoTopic": ("true", "false"),
}

#: What only a FIFO topic knows.
FIFO = ("ArchivePolicy", "ContentBasedDeduplication", "FifoThroughputScope")

SETTABLE = (
    "DeliveryPolicy",
    "DisplayName",
    "KmsMasterKeyId",
    "MaximumMessageSize",
    "Policy",
    "SignatureVersion",
    "TracingConfig",
    *FIFO,
    *RATES,
    *ROLES,
)

#: What an attribute is where it was never set and does not come back.
UNSET = {
    "DisplayName": "",
    "FifoThroughputScope": "Topic",
    "FifoTopic": "false",
    "SignatureVersion": "1",
    "TracingConfig": "PassThrough",
}

MOST_TAGS = 50


class Topic(models.Topic):
    """`given` is what was set, as text; what moto works with is kept where moto has it."""

    def __init__(self, name: str, sns_backend: models.SNSBackend):
        super().__init__(name, sns_backend)
        self.given: dict[str, str] = {}
        self.data_protection_policy = ""
        self.archiving_since: str | None = None
        self.effective_delivery_policy = compact(effective_delivery_policy({}))

    def set(self, name: str, value: str) -> None:
        """Keeps an attribute whose value was checked."""
        if name == "Policy":
            self.policy = value
            return
        if name == "ArchivePolicy":
            value = "" if value == "{}" else value
            self.archiving_since = _now() if value else None
        if name == "DeliveryPolicy":
            policy = json_object(name, value, "") if value else {}
            if policy:
                policy["http"] = {"disableSubscriptionOverrides": False} | {
                    member: it for member, it in (policy.get("http") or {}).items() if it is not None
                }
            value = compact(policy) if policy else ""
            self.effective_delivery_policy = compact(effective_delivery_policy(policy))
        if value:
            self.given[name] = value
        else:
            self.given.pop(name, None)
        self.content_based_deduplication = self.given.get("ContentBasedDeduplication") == "true"
        self.delivery_policy = self.given.get("DeliveryPolicy", "")
        self.display_name = self.given.get("DisplayName", "")
        self.kms_master_key_id = self.given.get("KmsMasterKeyId", "")

    def attributes(self) -> dict[str, str]:
        pending = [it.is_pending for it in self.subscriptions()]
        found = {
            "DisplayName": "",
            **self.given,
            "EffectiveDeliveryPolicy": self.effective_delivery_policy,
            "Owner": self.account_id,
            "Policy": self.policy,
            "SubscriptionsConfirmed": str(pending.count(False)),
            "SubscriptionsDeleted": str(self.subscriptions_deleted),
            "SubscriptionsPending": str(pending.count(True)),
            "TopicArn": self.arn,
        }
        if self.fifo_topic:
            found = {"ContentBasedDeduplication": "false", **found, "FifoTopic": "true"}
        if self.archiving_since:
            found["BeginningArchiveTime"] = self.archiving_since
        return found

    def subscriptions(self) -> list[Any]:
        return [it for it in self.sns_backend.subscriptions.values() if it.topic is self]


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def check_attribute(topic: models.Topic, name: str, value: str, where: str) -> None:
    """Refuses what SNS does not take as the value of an attribute that may be set."""
    if name == "SignatureVersion":
        if value not in ("1", "2"):
            raise invalid(f"{where}{name}: Invalid value. Must be 1 or 2.")
    elif name == "TracingConfig":
        if value not in ("PassThrough", "Active"):
            raise invalid(f"{where}Invalid tracing config value: {value}")
    elif name in WORDS:
        one_of(name, value, WORDS[name], where)
    elif name in RATES:
        if not re.fullmatch(r"\d{1,3}", value) or int(value) > 100:
            raise invalid(f"{where}{name}: {value} value provided is not an integer between 0-100")
    elif name in ROLES:
        if value and not re.fullmatch(r"arn:[^:]+:iam::\d{12}:role/\S+", value):
            raise invalid(f"{where}{name}: {value} is not a valid role to allow SNS to write to Cloudwatch Logs")
    elif name == "ArchivePolicy":
        check_archive_policy(value, where)
    elif name == "DeliveryPolicy":
        if value:
            check_delivery_policy(json_object(name, value, where), where)
    elif name == "DisplayName":
        if len(value) > 100:
            raise invalid(f"{where}DisplayName")
    elif name == "MaximumMessageSize":
        if not re.fullmatch(r"\d{1,9}", value) or not 1_024 <= int(value) <= 1_048_576:
            raise invalid(f"{where}MaximumMessageSize: {value} value provided is not an integer between 1024-1048576")
    elif name == "Policy":
        check_policy(value, where)


def check_tags(tags: list[dict[str, str]]) -> dict[str, str]:
    found = {tag["Key"]: tag.get("Value", "") for tag in tags}
    if len(found) != len(tags):
        raise invalid("Duplicated keys are not allowed.")
    if len(found) > MOST_TAGS:
        raise TagLimitExceededError
    return found


def new_topic(name: str, backend: models.SNSBackend) -> Topic:
    # What is abstract of it is CloudFormation's.
    return Topic(name, backend)  # type: ignore[abstract]


def topic_of(backend: models.SNSBackend, arn: str | None, parameter: str = "TopicArn") -> Topic:
    check_arn(parameter, arn, backend.region_name)
    return cast(Topic, backend.get_topic(cast(str, arn)))


def _is_same(topic: Topic, name: str, value: str) -> bool:
    has = UNSET | topic.attributes()
    if name in ("ArchivePolicy", "DeliveryPolicy", "Policy"):
        other = new_topic(topic.name, topic.sns_backend)
        other.set(name, value)
        wanted = other.policy if name == "Policy" else other.given.get(name, "")
        return json_object(name, wanted or "{}", "") == json_object(name, has.get(name) or "{}", "")
    return has.get(name, "") == value


def create_topic(self: SNSResponse) -> ActionResult:
    name = self._get_param("Name")
    attributes: dict[str, str] = dict(self._get_param("Attributes") or {})
    tags = check_tags(self._get_param("Tags") or [])
    data_protection_policy = self._get_param("DataProtectionPolicy")
    is_fifo = attributes.get("FifoTopic") == "true"
    if not re.fullmatch(r"[\w-]{1,251}\.fifo" if is_fifo else r"[\w-]{1,256}", name, re.ASCII):
        raise invalid("Topic Name")
    topic = new_topic(name, self.backend)
    for attribute, value in attributes.items():
        if attribute not in (*SETTABLE, "FifoTopic") or (attribute in FIFO and not is_fifo):
            raise invalid(f"{AT_CREATION}Unknown attribute {attribute}")
        check_attribute(topic, attribute, value, AT_CREATION)
    if data_protection_policy:
        check_data_protection_policy(data_protection_policy)

    existing = cast(Topic | None, self.backend.topics.get(topic.arn))
    if existing:
        if not all(_is_same(existing, *attribute) for attribute in attributes.items()):
            raise invalid(f"{AT_CREATION}Topic already exists with different attributes")
        if not tags.items() <= existing._tags.items():
            raise invalid("Tags Reason: Topic already exists with different tags")
        return ActionResult({"TopicArn": existing.arn})
    topic.fifo_topic = is_fifo
    topic._tags = tags
    topic.data_protection_policy = data_protection_policy or ""
    for attribute, value in attributes.items():
        if attribute != "FifoTopic":
            topic.set(attribute, value)
    self.backend.topics[topic.arn] = topic
    return ActionResult({"TopicArn": topic.arn})


def delete_topic(self: SNSResponse) -> ActionResult:
    try:
        topic = topic_of(self.backend, self._get_param("TopicArn"))
    except TopicNotFound:
        return EmptyResult()
    if topic.archiving_since and SETTINGS["sns_archives_hold_topics"]:
        raise InvalidState("Invalid state: Cannot delete a topic with an ArchivePolicy")
    for subscription in topic.subscriptions():
        remember(self.backend, subscription.arn, subscription, "sns_deleted_subscriptions_seconds")
    remember(self.backend, topic.arn, topic, "sns_deleted_topics_seconds")
    self.backend.delete_topic(topic.arn)
    return EmptyResult()


class InvalidState(SNSException):
    code = "InvalidState"


def get_topic_attributes(self: SNSResponse) -> ActionResult:
    arn = self._get_param("TopicArn")
    deleted = None if arn in self.backend.topics else remembered(self.backend, arn)
    topic = deleted or topic_of(self.backend, arn)
    return ActionResult({"Attributes": topic.attributes()})


def set_topic_attributes(self: SNSResponse) -> ActionResult:
    topic = topic_of(self.backend, self._get_param("TopicArn"))
    name = self._get_param("AttributeName")
    value = self._get_param("AttributeValue") or ""
    if name not in SETTABLE or (name in FIFO and not topic.fifo_topic):
        raise invalid("AttributeName")
    check_attribute(topic, name, value, "")
    topic.set(name, value)
    return EmptyResult()


def get_data_protection_policy(self: SNSResponse) -> ActionResult:
    topic = topic_of(self.backend, self._get_param("ResourceArn"), "ResourceArn")
    return ActionResult({"DataProtectionPolicy": topic.data_protection_policy})


def put_data_protection_policy(self: SNSResponse) -> ActionResult:
    topic = topic_of(self.backend, self._get_param("ResourceArn"), "ResourceArn")
    policy = self._get_param("DataProtectionPolicy") or ""
    if policy:
        check_data_protection_policy(policy)
    topic.data_protection_policy = policy
    return EmptyResult()


def tag_resource(self: SNSResponse) -> ActionResult:
    arn = self._get_param("ResourceArn")
    tags = check_tags(self._get_param("Tags") or [])
    if arn not in self.backend.topics:
        raise ResourceNotFoundError
    self.backend.tag_resource(arn, tags)
    return EmptyResult()


def page(items: list[Any], token: str | None, size: int = models.DEFAULT_PAGE_SIZE) -> tuple[list[Any], str | None]:
    """The items from a token on, and the token of the next page, if there is one."""
    if token and not token.isdecimal():
        raise invalid("NextToken")
    start = int(token or 0)
    end = start + size
    return items[start:end], str(end) if end < len(items) else None


def add_permission(self: SNSResponse) -> ActionResult:
    topic = topic_of(self.backend, self._get_param("TopicArn"))
    label, actions = self._get_param("Label"), self._get_param("ActionName") or []
    if any(it.get("Sid") == label for it in topic._policy_json["Statement"]):
        raise invalid("Statement already exists")
    if not set(actions) <= set(ACTIONS):
        raise invalid("Policy statement action out of service scope!")
    accounts = self._get_param("AWSAccountId") or []
    self.backend.add_permission(self.region, topic.arn, label, accounts, actions)
    return EmptyResult()


def list_topics(self: SNSResponse) -> ActionResult:
    arns, token = page(list(self.backend.topics), self._get_param("NextToken"))
    return ActionResult({"Topics": [{"TopicArn": arn} for arn in arns], "NextToken": token})


def apply() -> None:
    replace(models, Topic=Topic)
    replace(
        SNSResponse,
        add_permission=add_permission,
        create_topic=create_topic,
        delete_topic=delete_topic,
        get_topic_attributes=get_topic_attributes,
        list_topics=list_topics,
        set_topic_attributes=set_topic_attributes,
        tag_resource=tag_resource,
    )
    add(
        SNSResponse,
        get_data_protection_policy=get_data_protection_policy,
        put_data_protection_policy=put_data_protection_policy,
    )
