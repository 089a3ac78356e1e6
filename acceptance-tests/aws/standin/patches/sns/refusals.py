"""How SNS refuses a parameter."""

import json
import re
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


def parsed(name: str, text: str, where: str) -> Any:
    """What JSON says; SNS tells what is wrong with it in Jackson's words."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise invalid(f"{where}{name}: failed to parse JSON. {_in_jacksons_words(text, error)}") from None


def _in_jacksons_words(text: str, error: ValueError) -> str:
    if not isinstance(error, json.JSONDecodeError):
        return str(error)
    at, rest = error.colno, text[error.pos :]
    token = re.match(r"\w+", rest)
    if rest and error.msg.startswith("Expecting property name"):
        what = (
            f"Unexpected character ('{rest[0]}' (code {ord(rest[0])})): was expecting double-quote to start field name"
        )
    elif token and error.msg == "Expecting value":
        what = (
            f"Unrecognized token '{token[0]}': was expecting (JSON String, Number, Array, Object or token 'null', "
            "'true' or 'false')"
        )
        at += len(token[0])
    else:
        return str(error)
    source = "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)"
    return f"{what}\n at [Source: {source}; line: {error.lineno}, column: {at}]"


def json_object(name: str, text: str, where: str) -> dict[str, Any]:
    """The object that an attribute holds as text."""
    value = parsed(name, text, where)
    if not isinstance(value, dict):
        raise invalid(f"{where}{name}: not a JSON object")
    return value


def one_of(name: str, value: str, words: tuple[str, ...], where: str) -> None:
    if value not in words:
        raise invalid(f"{where}{name}: Invalid value [{value}]. Must be {' or '.join(words)}.")


def compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
