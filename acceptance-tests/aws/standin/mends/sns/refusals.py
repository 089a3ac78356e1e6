"""How SNS refuses a parameter."""

import json
from typing import Any

from moto.sns.exceptions import SNSInvalidParameter

#: What goes before the reason where attributes are given at creation, and not one by one.
AT_CREATION = "Attributes Reason: "


def invalid(reason: str) -> SNSInvalidParameter:
    return SNSInvalidParameter(f"Invalid parameter: {reason}")


def check_arn(parameter: str, arn: str | None, region: str) -> None:
    """An ARN has six elements, and is of the region that is asked."""
    if not arn:
        raise invalid(f"{parameter} Reason: no value for required parameter")
    elements = arn.split(":")
    if len(elements) < 6:
        raise invalid(f"{parameter} Reason: An ARN must have at least 6 elements, not {len(elements)}")
    if elements[3] != region:
        raise invalid(parameter)


def json_object(name: str, text: str, where: str) -> dict[str, Any]:
    """The object that an attribute holds as text."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise invalid(f"{where}{name}: failed to parse JSON. {error}") from None
    if not isinstance(value, dict):
        raise invalid(f"{where}{name}: not a JSON object")
    return value


def one_of(name: str, value: str, words: tuple[str, ...], where: str) -> None:
    if value not in words:
        raise invalid(f"{where}{name}: Invalid value [{value}]. Must be {' or '.join(words)}.")


def compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
