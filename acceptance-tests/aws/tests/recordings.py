"""What AWS answered once, asked of the stand-in again.

The folder that STANDIN_RECORDINGS names has a file for each service, `sqs.jsonl`, and one fact a line:

    {"operation", "input", "after"?, "answer" | "error", "source", "partOfAnswer"?, "asserted"?, "protocol"?}

An operation may be told with its service, `mq.CreateBroker`. `after` are the calls that went before, as
`[operation, input]`. Where recordings have `<…>` something stood that is another in each run: in a
request it is looked for in what was made before, in an answer it is anything. What cannot be asked
again, because its input was not kept, or names what no call before has made, is left out.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

#: Who recorded, and who asks here.
ACCOUNTS = ("111111111111", "123456789012")
UID = "0a1b2c3d"
UUID = "01234567-89ab-cdef-0123-456789abcdef"

_PLACE = re.compile(r"<[^<>]+>")
#: Words that stand for anything, in answers.
_ANYTHING = {"date", "ending_hash", "shard-id", "starting_hash", "timestamp"}


class CannotBeAsked(Exception):
    """A request that names what nothing before it has made."""


@dataclasses.dataclass
class Fact:
    operation: str
    input: Any
    source: str
    after: list[tuple[str, Any]]
    answer: Any = None
    error: dict[str, Any] | None = None
    is_part: bool = False


def facts(path: Path) -> Iterator[Fact]:
    """The recorded ones; what was only asserted is told in words."""
    for line in path.read_text().splitlines():
        told = json.loads(line.replace(*ACCOUNTS))
        if told.get("asserted") or told.get("protocol") or told.get("unvalidated"):
            continue
        yield Fact(
            operation=told["operation"].rpartition(".")[2],
            input=told.get("input"),
            source=told["source"].rpartition("/")[2],
            after=[(operation, given) for operation, given in told.get("after", [])],
            answer=told.get("answer"),
            error=told.get("error"),
            is_part=told.get("partOfAnswer", False),
        )


class Replay:
    """Asks a fact of clients of boto3."""

    def __init__(self, clients: list[Any]) -> None:
        self.clients = clients
        #: Texts that answers have told, the newest last, and those that were given.
        self.made: list[str] = []

    def difference(self, fact: Fact) -> str | None:
        """What the stand-in answers otherwise than AWS."""
        for operation, given in fact.after:
            try:
                self._ask(operation, given)
            except ClientError as error:
                # Of the calls before, the last five were kept, and names were made one.
                if len(fact.after) >= 5 or _named_twice(fact.after):
                    raise CannotBeAsked(operation) from error
                return f"before it, {operation} was refused: {error.response['Error']}"
        try:
            answer = self._ask(fact.operation, fact.input)
        except ClientError as error:
            return _of_error(fact, error)
        if fact.error is not None:
            return f"it is an error: {fact.error}"
        if fact.is_part:
            return None if _is_within(fact.answer, answer) else f"no part of {_shown(answer)}"
        return None if matches(fact.answer, answer) else f"answered {_shown(answer)}"

    def _ask(self, operation: str, given: Any) -> dict[str, Any]:
        call = self._call(operation)
        if not isinstance(given, dict):
            raise CannotBeAsked(operation)
        answer = dict(call(**self._resolved(given)))
        answer.pop("ResponseMetadata")
        self.made += [it for it in _texts(answer) if it not in self.made]
        return answer

    def _call(self, operation: str) -> Callable[..., Any]:
        for client in self.clients:
            for method, name in client.meta.method_to_api_mapping.items():
                if name == operation:
                    return getattr(client, method)
        raise CannotBeAsked(operation)

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._resolved(it) for name, it in value.items()}
        if isinstance(value, list):
            return [self._resolved(it) for it in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        text = re.sub(r"(.)\1\1<(\d+) times \1>", lambda it: it[1] * int(it[2]), text)
        text = text.replace("<uid>", UID)
        if not _PLACE.search(text):
            return text
        if text.startswith("<queue-url>"):
            ending = text.removeprefix("<queue-url>")
            urls = [it for it in self.made if re.fullmatch(r"https?://.*/[\w.-]+", it)]
            found = [it for it in urls if it.endswith(".fifo") == (ending == ".fifo")] or urls
        else:
            kinds = {
                "<topic-arn>": r"arn:aws:sns:[^:]+:\d+:[^:]+",
                "<subscription-arn>": r"arn:aws:sns:[^:]+:\d+:[^:]+:[^:]+",
            }
            found = [it for it in self.made if re.fullmatch(kinds.get(text) or _pattern(text), it)]
        if found:
            return found[-1]
        if _PLACE.findall(text) == ["<uuid>"]:
            return text.replace("<uuid>", UUID)
        raise CannotBeAsked(text)


def _named_twice(calls: list[tuple[str, Any]]) -> bool:
    made = [str(given.get("QueueName") or given.get("Name")) for name, given in calls if name.startswith("Create")]
    return len(set(made)) < len(made)


def _of_error(fact: Fact, error: ClientError) -> str | None:
    told = error.response["Error"]
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    # Some recordings have the error of boto3, or of the protocol, in the place of an answer.
    in_words = f"An error occurred ({told['Code']}) when calling the {fact.operation} operation: {told['Message']}"
    if matches(fact.answer, in_words) or matches(fact.answer, {"__type": told["Code"], "message": told["Message"]}):
        return None
    if fact.error is None:
        return f"refused: {told}"
    expected = {"code": told["Code"], "message": told["Message"], "status": status}
    expected["queryErrorCode"] = told.get("QueryErrorCode")
    for name, value in fact.error.items():
        if name in expected and not matches(value, expected[name]):
            return f"refused with {name} {expected[name]!r}"
    return None


def _shown(value: Any) -> str:
    return json.dumps(value, default=str)


def _pattern(text: str) -> str:
    return ".*".join(re.escape(it) for it in _PLACE.split(text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def matches(expected: Any, actual: Any) -> bool:
    """Whether an answer is as it was recorded, where JSON in texts was read."""
    if isinstance(expected, (dict, list)) and isinstance(actual, str):
        try:
            actual = json.loads(actual)
        except ValueError:
            return False
    if isinstance(expected, dict):
        return (
            isinstance(actual, dict)
            and expected.keys() == actual.keys()
            and all(matches(value, actual[name]) for name, value in expected.items())
        )
    if isinstance(expected, list):
        return isinstance(actual, list) and len(expected) == len(actual) and _pairs(expected, actual)
    if isinstance(expected, str):
        if expected in _ANYTHING or isinstance(actual, datetime.datetime):
            return True
        return re.fullmatch(_pattern(expected.replace("<uid>", UID)), str(actual), re.DOTALL) is not None
    return bool(expected == actual)


def _pairs(expected: list[Any], actual: list[Any]) -> bool:
    """In any order."""
    left = list(actual)
    for item in expected:
        found = [index for index, it in enumerate(left) if matches(item, it)]
        if not found:
            return False
        del left[found[0]]
    return True


def _is_within(expected: Any, actual: Any) -> bool:
    if matches(expected, actual):
        return True
    items = actual.values() if isinstance(actual, dict) else actual if isinstance(actual, list) else []
    return any(_is_within(expected, it) for it in items)
