"""The documents that SNS keeps: who may do what with a topic, how it delivers and archives, and
what personal data it lets through."""

import re
from typing import Any

from moto.sns.exceptions import SNSException

from standin import operations
from standin.patches.sns.refusals import invalid, json_object
from standin.principals import principal_exists
from standin.settings import SETTINGS

LONGEST_DATA_PROTECTION_POLICY = 30_720

#: What a policy of a topic may be about. SNS takes no pattern that stands for anything else, so `sns:*` is none.
ACTIONS = (
    "AddPermission",
    "DeleteTopic",
    "GetDataProtectionPolicy",
    "GetTopicAttributes",
    "ListSubscriptionsByTopic",
    "ListTagsForResource",
    "Publish",
    "PutDataProtectionPolicy",
    "Receive",
    "RemovePermission",
    "SetTopicAttributes",
    "Subscribe",
)
#: Operations that no policy names: others stand for them.
_UNNAMED = ("PublishBatch",)

RETRIES: dict[str, Any] = {
    "minDelayTarget": 20,
    "maxDelayTarget": 20,
    "numRetries": 3,
    "numMaxDelayRetries": 0,
    "numNoDelayRetries": 0,
    "numMinDelayRetries": 0,
    "backoffFunction": "linear",
}
_DELIVERY = ("defaultHealthyRetryPolicy", "defaultRequestPolicy", "defaultSicklyRetryPolicy", "defaultThrottlePolicy")


def set_of(policy: dict[str, Any] | None) -> dict[str, Any]:
    """What a policy says; null says nothing."""
    return {name: value for name, value in (policy or {}).items() if value is not None}


def effective_delivery_policy(policy: dict[str, Any]) -> dict[str, Any]:
    http = policy.get("http") or {}
    effective = {
        "defaultHealthyRetryPolicy": RETRIES | set_of(http.get("defaultHealthyRetryPolicy")),
        "disableSubscriptionOverrides": http.get("disableSubscriptionOverrides") or False,
        "defaultRequestPolicy": {"headerContentType": "text/plain; charset=UTF-8"}
        | (http.get("defaultRequestPolicy") or {}),
    }
    if http.get("defaultThrottlePolicy"):
        effective["defaultThrottlePolicy"] = http["defaultThrottlePolicy"]
    return {"http": effective}


def check_policy(text: str, where: str) -> None:
    # What is wrong with it SNS does not say of most policies.
    policy_error = invalid(f"{where}Policy Error: null")
    try:
        statements = json_object("Policy", text, where).get("Statement")
    except SNSException:
        raise policy_error from None
    for statement in _listed(statements):
        if not isinstance(statement, dict) or statement.get("Effect") not in ("Allow", "Deny"):
            raise policy_error
        for action in _listed(statement.get("Action") or statement.get("NotAction")):
            service, _, operation = str(action).partition(":")
            if service.lower() != "sns" or not _is_action(operation):
                raise invalid(f"{where}Policy statement action out of service scope!")
        principal = statement.get("Principal", statement.get("NotPrincipal"))
        if principal is None:
            raise policy_error
        if isinstance(principal, dict):
            for arn in _listed(principal.get("AWS", [])):
                if not principal_exists(None, str(arn)):
                    raise invalid(f"{where}Policy Error: PrincipalNotFound")
    if not statements:
        raise policy_error


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _is_action(pattern: str) -> bool:
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    known = {*operations.model("sns").operation_names, *ACTIONS}
    meant = {it for it in known if re.fullmatch(expression, it, re.IGNORECASE)}
    return bool(meant) and meant <= {*ACTIONS, *_UNNAMED}


def check_archive_policy(text: str, where: str) -> None:
    policy = json_object("ArchivePolicy", text, where) if text or SETTINGS["sns_archives_hold_topics"] else {}
    if not policy:
        return
    days = str(policy.get("MessageRetentionPeriod"))
    if not re.fullmatch(r"\d{1,3}", days) or not 1 <= int(days) <= 365:
        raise invalid(f"{where}ArchivePolicy: MessageRetentionPeriod value is invalid")


def check_delivery_policy(policy: dict[str, Any], where: str) -> None:
    for member, its in policy.items():
        if member != "http" or not isinstance(its, dict):
            raise invalid(f"{where}DeliveryPolicy: Unexpected JSON member: {member}")
        for name in its:
            if name not in (*_DELIVERY, "disableSubscriptionOverrides"):
                raise invalid(f"{where}DeliveryPolicy: Unexpected JSON member: {name}")
        check_retries("http.defaultHealthyRetryPolicy", its.get("defaultHealthyRetryPolicy"), where)
        check_throttle("http.defaultThrottlePolicy", its.get("defaultThrottlePolicy"), where)


def check_retries(path: str, policy: object, where: str) -> None:
    if policy is None:
        return
    if not isinstance(policy, dict):
        raise invalid(f"{where}DeliveryPolicy: {path} must be a JSON object")
    for name, value in policy.items():
        if name not in RETRIES:
            raise invalid(f"{where}DeliveryPolicy: Unexpected JSON member: {name}")
        if value is None:
            continue
        if name == "backoffFunction":
            if str(value).lower() not in ("arithmetic", "exponential", "geometric", "linear"):
                raise invalid(
                    f"{where}DeliveryPolicy: {path}.{name} the value [{value}] is not a valid backoff function"
                )
            continue
        lowest, highest = (1, 3600) if name.endswith("DelayTarget") else (0, 100)
        if not isinstance(value, int) or value < lowest:
            raise invalid(f"{where}DeliveryPolicy: {path}.{name} must be greater than or equal to {lowest}")
        if value > highest:
            raise invalid(f"{where}DeliveryPolicy: {path}.{name} must be less than or equal to {highest}")
    retries = RETRIES | set_of(policy)
    if retries["minDelayTarget"] > retries["maxDelayTarget"]:
        raise invalid(f"{where}DeliveryPolicy: {path}.maxDelayTarget must be greater than or equal to minDelayTarget")
    if retries["numRetries"] < sum(retries[f"num{kind}DelayRetries"] for kind in ("No", "Min", "Max")):
        raise invalid(
            f"{where}DeliveryPolicy: {path}.numRetries must be greater than or equal to total of numMinDelayRetries, "
            "numNoDelayRetries and numMaxDelayRetries"
        )


def check_throttle(path: str, policy: object, where: str) -> None:
    if policy is None:
        return
    if not isinstance(policy, dict):
        raise invalid(f"{where}DeliveryPolicy: {path} must be a JSON object")
    for name, value in policy.items():
        if name != "maxReceivesPerSecond":
            raise invalid(f"{where}DeliveryPolicy: Unexpected JSON member: {name}")
        if value is not None and (not isinstance(value, int) or value < 1):
            raise invalid(f"{where}DeliveryPolicy: {path}.{name} must be >= 1")


def check_data_protection_policy(text: str) -> None:
    name = "DataProtectionPolicy"
    if len(text) > LONGEST_DATA_PROTECTION_POLICY:
        raise invalid(f"{name} Reason: must be at most {LONGEST_DATA_PROTECTION_POLICY} characters long")
    try:
        policy = json_object(name, text, "")
    except SNSException:
        raise invalid(f"{name} Reason: Policy is not valid JSON") from None
    for member in ("Name", "Version", "Statement"):
        if not policy.get(member):
            raise invalid(f"{name} Reason: Policy must have a {member}")
    for statement in _listed(policy["Statement"]):
        if not isinstance(statement, dict) or statement.get("DataDirection") not in ("Inbound", "Outbound"):
            raise invalid(f"{name} Reason: Statement DataDirection must be either Inbound or Outbound")
        for member in ("DataIdentifier", "Operation", "Principal"):
            if not statement.get(member):
                raise invalid(f"{name} Reason: Statement must have a {member}")
