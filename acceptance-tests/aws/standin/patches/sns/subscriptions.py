"""Subscriptions: endpoints, their confirmation and their attributes.

Whether the owner of an endpoint confirms is not SNS's to say: HTTP endpoints do so by themselves
unless the setting `sns_endpoints_confirm` is off, after as long as `sns.ConfirmSubscription` takes;
mail is never confirmed by itself. An HTTP endpoint on the loopback is sent the token where it has
to confirm.
"""

import json
import re
import secrets
import threading
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from moto.core.responses import ActionResult, EmptyResult
from moto.sns import models
from moto.sns.exceptions import SNSException, SNSInvalidParameter, SNSNotFoundError
from moto.sns.responses import SNSResponse
from moto.sns.utils import FilterPolicyMatcher
from moto.utilities.utils import get_partition

from standin.control import CONTROL
from standin.life import Life
from standin.patches.sns import filter_policies
from standin.patches.sns.deleted import remember, remembered
from standin.patches.sns.documents import (
    RETRIES,
    check_retries,
    check_throttle,
    effective_delivery_policy,
    set_of,
)
from standin.patches.sns.endpoints import check_endpoint, queue_of, shown
from standin.patches.sns.refusals import AT_CREATION, check_arn, compact, invalid, json_object, one_of
from standin.patches.sns.topics import Topic, page, topic_of
from standin.replacing import replace
from standin.settings import SETTINGS

CONFIRMED_BY_THE_OWNER = ("email", "email-json", "http", "https")
DELIVERED_RAW = ("firehose", "http", "https", "sqs")

MOST_FILTER_POLICIES = 200

SCOPES = ("MessageBody", "MessageAttributes")

#: What an attribute is where it was never set.
UNSET = {"FilterPolicyScope": "MessageAttributes", "RawMessageDelivery": "false"}

#: What a delivery policy holds. It comes back with all of it.
_DELIVERY: dict[str, object] = {
    "healthyRetryPolicy": None,
    "sicklyRetryPolicy": None,
    "throttlePolicy": None,
    "requestPolicy": None,
    "guaranteed": False,
}


class Subscription(models.Subscription):
    """`given` is what was set, as text; what moto works with is kept where moto has it."""

    def __init__(self, account_id: str, topic: models.Topic, endpoint: str, protocol: str):
        super().__init__(account_id, topic, endpoint, protocol)
        self.given: dict[str, str] = {}
        self.token = secrets.token_hex(120)
        self.was_authenticated = protocol not in CONFIRMED_BY_THE_OWNER
        self.life = Life("confirmed" if self.was_authenticated else "pending")
        if protocol.startswith("http") and SETTINGS["sns_endpoints_confirm"]:
            self.life.enter("pending", CONTROL.seconds("sns.ConfirmSubscription"), "confirmed")

    @property
    def is_pending(self) -> bool:
        return self.life.state == "pending"

    def set(self, name: str, value: str) -> None:
        """Keeps an attribute whose value was checked."""
        if name == "RawMessageDelivery":
            value = value.lower()
        if name == "DeliveryPolicy" and value not in ("", "{}"):
            value = compact(_whole(json_object(name, value, "")))
        if value in ("", "{}"):
            self.given.pop(name, None)
        else:
            self.given[name] = value
        self.attributes["RawMessageDelivery"] = self.given.get("RawMessageDelivery") == "true"
        policy = self.given.get("FilterPolicy")
        self._filter_policy = json.loads(policy) if policy else None
        self._filter_policy_matcher = FilterPolicyMatcher(json.loads(policy), self.scope) if policy else None

    @property
    def scope(self) -> str:
        return self.given.get("FilterPolicyScope", UNSET["FilterPolicyScope"])

    def answer(self) -> dict[str, str]:
        partition = get_partition(self.topic.sns_backend.region_name)
        found = {
            "RawMessageDelivery": "false",
            **self.given,
            "ConfirmationWasAuthenticated": str(self.was_authenticated).lower(),
            "Endpoint": shown(self.protocol, self.endpoint),
            "Owner": self.owner,
            "PendingConfirmation": str(self.is_pending).lower(),
            "Protocol": self.protocol,
            "SubscriptionArn": self.arn,
            # Whoever calls is this user, by what moto's STS says.
            "SubscriptionPrincipal": f"arn:{partition}:iam::{self.owner}:user/moto",
            "TopicArn": self.topic.arn,
        }
        found.pop("FilterPolicyScope", None)
        if "FilterPolicy" in self.given:
            found["FilterPolicyScope"] = self.scope
        if "ReplayPolicy" in self.given:
            found["ReplayStatus"] = "Completed"
        if self.protocol.startswith("http"):
            found["EffectiveDeliveryPolicy"] = compact(self.effective_delivery_policy())
        return found

    def effective_delivery_policy(self) -> dict[str, Any]:
        topic = effective_delivery_policy(json.loads(self.topic.delivery_policy or "{}"))["http"]
        own = json.loads(self.given.get("DeliveryPolicy", "{}"))
        return {
            "healthyRetryPolicy": topic["defaultHealthyRetryPolicy"] | set_of(own.get("healthyRetryPolicy")),
            "sicklyRetryPolicy": own.get("sicklyRetryPolicy"),
            "throttlePolicy": own.get("throttlePolicy"),
            "requestPolicy": topic["defaultRequestPolicy"] | (own.get("requestPolicy") or {}),
            "guaranteed": own.get("guaranteed") or False,
        }

    def publish(self, *message: Any, **options: Any) -> None:
        if not self.is_pending:
            super().publish(*message, **options)

    def ask_for_confirmation(self) -> None:
        """Sends the token to an endpoint that is surely a test's own."""
        if not self.protocol.startswith("http") or urlsplit(self.endpoint).hostname not in ("127.0.0.1", "localhost"):
            return
        message = {
            "Type": "SubscriptionConfirmation",
            "Token": self.token,
            "TopicArn": self.topic.arn,
            "Message": f"You have chosen to subscribe to the topic {self.topic.arn}.",
        }
        headers = {"Content-Type": "text/plain; charset=UTF-8", "x-amz-sns-message-type": "SubscriptionConfirmation"}
        threading.Thread(
            target=requests.post,
            args=(self.endpoint,),
            kwargs={"data": json.dumps(message), "headers": headers, "timeout": 5},
            daemon=True,
        ).start()


class FilterPolicyLimitExceeded(SNSException):
    code = "FilterPolicyLimitExceeded"


def check_attribute(subscription: Subscription, name: str, value: str, where: str) -> None:
    """Refuses what SNS does not take as the value of an attribute."""
    topic = cast(Topic, subscription.topic)
    if name == "DeliveryPolicy":
        _check_delivery_policy(value, where)
    elif name == "FilterPolicy":
        if value not in ("", "{}"):
            filter_policies.check(value, subscription.scope, where)
            _check_filter_limit(subscription)
    elif name == "FilterPolicyScope":
        if value not in SCOPES:
            raise invalid(f"{where}FilterPolicyScope: Invalid value [{value}]. Please use either {' or '.join(SCOPES)}")
        if "FilterPolicy" in subscription.given:
            filter_policies.check(subscription.given["FilterPolicy"], value, where)
    elif name == "RawMessageDelivery":
        if value.lower() not in ("true", "false"):
            raise invalid(f"{where}RawMessageDelivery: Invalid value [{value}]. Must be true or false.")
        if subscription.protocol not in DELIVERED_RAW:
            raise invalid(f"{where}Delivery protocol [{subscription.protocol}] does not support raw message delivery.")
    elif name == "RedrivePolicy":
        _check_redrive_policy(subscription, value, where)
    elif name == "ReplayPolicy":
        _check_replay_policy(topic, value, where)
    elif name == "SubscriptionRoleArn":
        if value and not re.fullmatch(r"arn:[^:]+:iam::\d{12}:role/\S+", value):
            raise invalid(f"{where}SubscriptionRoleArn: {value} is not the ARN of a role")
    else:
        raise invalid(f"{where}Unknown attribute {name}" if where else "AttributeName")


def _whole(policy: dict[str, Any]) -> dict[str, Any]:
    """A delivery policy with all members that it may have; those that were left out are null."""
    whole: dict[str, Any] = {**_DELIVERY, **policy}
    if whole["healthyRetryPolicy"]:
        whole["healthyRetryPolicy"] = {**dict.fromkeys(RETRIES), **whole["healthyRetryPolicy"]}
    return whole


def _check_filter_limit(subscription: Subscription) -> None:
    others = (it for it in cast(Topic, subscription.topic).subscriptions() if it is not subscription)
    if sum("FilterPolicy" in it.given for it in others) >= MOST_FILTER_POLICIES:
        raise FilterPolicyLimitExceeded(f"A topic has at most {MOST_FILTER_POLICIES} filter policies")


def _check_delivery_policy(text: str, where: str) -> None:
    policy = json_object("DeliveryPolicy", text, where) if text else {}
    for name in policy:
        if name not in _DELIVERY:
            raise invalid(f"{where}DeliveryPolicy: Unexpected JSON member: {name}")
    check_retries("healthyRetryPolicy", policy.get("healthyRetryPolicy"), where)
    check_throttle("throttlePolicy", policy.get("throttlePolicy"), where)


def _check_redrive_policy(subscription: Subscription, text: str, where: str) -> None:
    policy = json_object("RedrivePolicy", text, where) if text else {}
    if not policy:
        return
    for name in policy:
        if name != "deadLetterTargetArn":
            raise invalid(f"{where}RedrivePolicy: invalid JSON. Attribute {name} is unknown.")
    target = policy.get("deadLetterTargetArn")
    if target is None:
        raise invalid(f"{where}RedrivePolicy: Missing deadLetterTargetArn attribute")
    elements = str(target).split(":")
    if len(elements) >= 6 and elements[0] == "arn":
        if elements[2] != "sqs":
            raise invalid(f"{where}RedrivePolicy: deadLetterTargetArn must be a SQS queue")
        if elements[3] != subscription.topic.arn.split(":")[3]:
            raise invalid(f"{where}RedrivePolicy: deadLetterTargetArn must be in the same region as the subscription")
    queue = queue_of(str(target))
    if queue is None:
        raise invalid(f"{where}RedrivePolicy: deadLetterTargetArn is an invalid arn")
    if subscription.endpoint.endswith(".fifo") and not queue.endswith(".fifo"):
        raise invalid(f"{where}RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.")


def _check_replay_policy(topic: Topic, text: str, where: str) -> None:
    policy = json_object("ReplayPolicy", text, where) if text else {}
    if not policy:
        return
    if not topic.archiving_since:
        raise invalid(f"{where}ReplayPolicy: the topic does not archive its messages")
    if policy.get("PointType") is not None:
        one_of("ReplayPolicy: PointType", policy["PointType"], ("Timestamp",), where)
    if not policy.get("StartingPoint"):
        raise invalid(f"{where}ReplayPolicy: StartingPoint is missing")


def subscription_of(backend: models.SNSBackend, arn: str | None) -> Subscription:
    check_arn("SubscriptionArn", arn, backend.region_name)
    found = backend.subscriptions.get(cast(str, arn))
    if found is None:
        raise SNSNotFoundError("Subscription does not exist")
    return cast(Subscription, found)


def _has(subscription: Subscription, name: str, value: str) -> bool:
    has = (UNSET | subscription.given).get(name, "")
    if name.endswith("Policy"):
        wanted, given = (json_object(name, it or "{}", "") for it in (value, has))
        return _whole(wanted) == _whole(given) if name == "DeliveryPolicy" else wanted == given
    return has.lower() == value.lower()


def subscribe(self: SNSResponse) -> ActionResult:
    topic = topic_of(self.backend, self._get_param("TopicArn"))
    protocol, endpoint = self._get_param("Protocol"), self._get_param("Endpoint") or ""
    attributes: dict[str, str] = dict(self._get_param("Attributes") or {})
    check_endpoint(topic, protocol, endpoint)
    # The scope decides which filter policies are taken.
    ordered = sorted(attributes.items(), key=lambda it: it[0] != "FilterPolicyScope")
    wanted = Subscription(topic.account_id, topic, endpoint, protocol)
    for name, value in ordered:
        check_attribute(wanted, name, value, AT_CREATION)
        wanted.set(name, value)
    if protocol == "firehose" and "SubscriptionRoleArn" not in wanted.given:
        raise invalid("Delivery protocol firehose can only be subscribed with subscription role arn")

    subscription = cast(Subscription | None, self.backend._find_subscription(topic.arn, endpoint, protocol))
    # That of an endpoint which confirms by itself is told as soon as it has done so, and that is never at once.
    is_known = subscription is not None or protocol not in CONFIRMED_BY_THE_OWNER
    if subscription:
        if not all(_has(subscription, *attribute) for attribute in ordered):
            raise invalid(f"{AT_CREATION}Subscription already exists with different attributes")
    else:
        # What moto knows of an endpoint it checks here: phone numbers, endpoints of applications.
        subscription = cast(Subscription, self.backend.subscribe(topic.arn, endpoint, protocol))
        for name, value in ordered:
            subscription.set(name, value)
    if subscription.is_pending:
        subscription.ask_for_confirmation()
    returns_arn = (is_known and not subscription.is_pending) or self._get_param("ReturnSubscriptionArn") in (
        True,
        "true",
    )
    return ActionResult({"SubscriptionArn": subscription.arn if returns_arn else "pending confirmation"})


def confirm_subscription(self: SNSResponse) -> ActionResult:
    token = self._get_param("Token") or ""
    if not re.fullmatch(r"[0-9a-f]{200,}", token):
        raise SNSInvalidParameter("Invalid token")
    arn = self._get_param("TopicArn")
    check_arn("TopicArn", arn, self.backend.region_name)
    for subscription in cast(list[Subscription], list(self.backend.subscriptions.values())):
        if subscription.token == token and subscription.topic.arn == arn:
            subscription.life = Life("confirmed")
            subscription.was_authenticated = self._get_param("AuthenticateOnUnsubscribe") == "true"
            return ActionResult({"SubscriptionArn": subscription.arn})
    raise invalid("Token")


def unsubscribe(self: SNSResponse) -> ActionResult:
    arn = self._get_param("SubscriptionArn")
    check_arn("SubscriptionArn", arn, self.backend.region_name)
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", arn.rpartition(":")[2]):
        raise invalid("SubscriptionId")
    subscription = cast(Subscription | None, self.backend.subscriptions.get(arn))
    if subscription and subscription.is_pending:
        raise invalid("SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation")
    if subscription:
        remember(self.backend, arn, subscription, "sns_deleted_subscriptions_seconds")
        self.backend.unsubscribe(arn)
        subscription.topic.subscriptions_deleted += 1
    return EmptyResult()


def get_subscription_attributes(self: SNSResponse) -> ActionResult:
    arn = self._get_param("SubscriptionArn")
    deleted = None if arn in self.backend.subscriptions else remembered(self.backend, arn)
    subscription = deleted or subscription_of(self.backend, arn)
    return ActionResult({"Attributes": subscription.answer()})


def set_subscription_attributes(self: SNSResponse) -> ActionResult:
    subscription = subscription_of(self.backend, self._get_param("SubscriptionArn"))
    name, value = self._get_param("AttributeName"), self._get_param("AttributeValue") or ""
    check_attribute(subscription, name, value, "")
    subscription.set(name, value)
    return EmptyResult()


def _page_of(subscriptions: list[Any], token: str | None) -> ActionResult:
    items, following = page(subscriptions, token)
    # Of endpoints of applications there is always said to be more.
    if any(it.protocol == "application" for it in items) and following is None:
        following = str(len(subscriptions))
    summaries = [
        {
            "Endpoint": shown(it.protocol, it.endpoint),
            "Owner": it.owner,
            "Protocol": it.protocol,
            "SubscriptionArn": "PendingConfirmation" if it.is_pending else it.arn,
            "TopicArn": it.topic.arn,
        }
        for it in items
    ]
    return ActionResult({"Subscriptions": summaries, "NextToken": following})


def list_subscriptions(self: SNSResponse) -> ActionResult:
    return _page_of(list(self.backend.subscriptions.values()), self._get_param("NextToken"))


def list_subscriptions_by_topic(self: SNSResponse) -> ActionResult:
    topic = topic_of(self.backend, self._get_param("TopicArn"))
    return _page_of(topic.subscriptions(), self._get_param("NextToken"))


def apply() -> None:
    replace(models, Subscription=Subscription)
    replace(
        SNSResponse,
        confirm_subscription=confirm_subscription,
        get_subscription_attributes=get_subscription_attributes,
        list_subscriptions=list_subscriptions,
        list_subscriptions_by_topic=list_subscriptions_by_topic,
        set_subscription_attributes=set_subscription_attributes,
        subscribe=subscribe,
        unsubscribe=unsubscribe,
    )
