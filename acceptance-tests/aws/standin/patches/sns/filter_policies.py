"""What SNS takes for a filter policy, in its words.

SNS reads a policy token by token and tells where it stopped: behind the token that was wrong. Of
a string it has then read the opening quote alone, of a name all up to the value that belongs to it.
"""

import dataclasses
import ipaddress
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from standin.patches.sns.refusals import compact, invalid, parsed

MOST_KEYS = 5
MOST_COMBINATIONS = 150

_TOKEN = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*")|(?P<mark>[\[\]{}])|(?P<other>[^\s\[\]{}:,"]+)')
_TEXTS = ("equals-ignore-case", "prefix", "suffix", "wildcard")
_COMPARISONS = ("=", "<", "<=", ">", ">=")


@dataclasses.dataclass
class Token:
    """`kind` is a bracket, `name`, `text`, `number`, or a word of JSON."""

    kind: str
    value: Any
    #: How many characters had been read when SNS looked at the token, and when it had read it.
    seen: int
    end: int


class _Wrong(Exception):
    def __init__(self, reason: str, at: int | None = None):
        super().__init__(reason)
        self.at = at


def check(text: str, scope: str, where: str) -> dict[str, Any]:
    """The policy; refuses what SNS refuses of it."""
    policy = parsed("FilterPolicy", text, where)
    if not isinstance(policy, dict):
        raise invalid(f"{where}FilterPolicy: Filter is not an object")
    text = compact(policy)
    try:
        _Grammar(text).policy()
    except _Wrong as wrong:
        place = "" if wrong.at is None else f"\n at [Source: (String){_quoted(text)}; line: 1, column: {wrong.at + 1}]"
        raise invalid(f"{where}FilterPolicy: {wrong}{place}") from None
    if scope == "MessageAttributes" and _is_nested(policy):
        raise invalid(f"{where}Filter policy scope MessageAttributes does not support nested filter policy")
    if len(set(_names(policy))) > MOST_KEYS:
        raise invalid(f"{where}FilterPolicy: Filter policy can not have more than {MOST_KEYS} keys")
    if _combinations(policy) > MOST_COMBINATIONS:
        raise invalid(f"{where}FilterPolicy: Filter policy is too complex")
    return policy


def _quoted(text: str) -> str:
    left = len(text) - 500
    return f'"{text}"' if left <= 0 else f'"{text[:500]}"[truncated {left} chars]'


def _is_or(name: str, value: object) -> bool:
    return name == "$or" and isinstance(value, list) and all(isinstance(it, dict) for it in value)


def _is_nested(policy: dict[str, Any]) -> bool:
    return any(
        any(_is_nested(it) for it in value) if _is_or(name, value) else isinstance(value, dict)
        for name, value in policy.items()
    )


def _names(policy: dict[str, Any]) -> Iterator[str]:
    """The names that count: of what is nested, the outermost."""
    for name, value in policy.items():
        if _is_or(name, value):
            for alternative in value:
                yield from _names(alternative)
        else:
            yield name


def _combinations(policy: dict[str, Any], depth: int = 1) -> int:
    found = 1
    for name, value in policy.items():
        if _is_or(name, value):
            found *= sum(_combinations(it, depth) for it in value)
        elif isinstance(value, dict):
            found *= _combinations(value, depth + 1)
        else:
            found *= len(value) * depth
    return found


def _tokens(text: str) -> list[Token]:
    found = []
    for match in _TOKEN.finditer(text):
        end = match.end()
        if match["mark"]:
            found.append(Token(match["mark"], None, end, end))
        elif match["text"]:
            kind = "name" if text[end : end + 1] == ":" else "text"
            found.append(Token(kind, json.loads(match["text"]), match.start() + 1, end))
        else:
            value = json.loads(match["other"])
            kind = match["other"] if value is None or isinstance(value, bool) else "number"
            found.append(Token(kind, value, end, end))
    for token, following in itertools.pairwise(found):
        if token.kind == "name":
            token.seen = token.end = following.seen
    return found


class _Grammar:
    """Walks the tokens of a text that is known to be JSON."""

    def __init__(self, text: str):
        self._tokens = iter(_tokens(text))

    def next(self) -> Token:
        return next(self._tokens)

    def policy(self) -> None:
        self.next()
        self.object()

    def object(self) -> None:
        while (name := self.next()).kind != "}":
            value = self.next()
            if value.kind == "{":
                self.object()
            elif value.kind == "[":
                self.rules(name.value)
            else:
                raise _Wrong(f'"{name.value}" must be an object or an array', value.seen)

    def rules(self, name: str) -> None:
        token = self.next()
        if token.kind == "]":
            raise _Wrong("Empty arrays are not allowed", token.seen)
        while token.kind != "]":
            if token.kind == "{":
                if name == "$or":
                    self.object()
                else:
                    self.expression()
            elif token.kind == "[":
                raise _Wrong("Match value must be String, number, true, false, or null", token.seen)
            token = self.next()

    def expression(self) -> None:
        name = self.next()
        if name.kind == "}":
            raise _Wrong("Empty objects are not allowed", name.seen)
        value = self.next()
        if name.value == "exists":
            if value.kind not in ("true", "false"):
                raise _Wrong("exists match pattern must be either true or false.", value.seen)
        elif name.value in _TEXTS:
            self.text(name.value, value)
        elif name.value == "cidr":
            # In SNS's words too it is a prefix.
            self.text("prefix", value)
            _check_cidr(value.value)
        elif name.value == "anything-but":
            self.anything_but(value)
        elif name.value == "numeric":
            self.numeric(value)
        else:
            raise _Wrong(f"Unrecognized match type {name.value}", name.seen)
        following = self.next()
        if following.kind != "}":
            raise _Wrong("Only one key allowed in match expression", following.seen)

    def text(self, pattern: str, value: Token) -> None:
        if value.kind != "text":
            raise _Wrong(f"{pattern} match pattern must be a string", value.seen)

    def anything_but(self, value: Token) -> None:
        if value.kind == "{":
            name = self.next()
            if name.value != "prefix":
                raise _Wrong(f"Unsupported anything-but pattern: {name.value}", name.seen)
            self.text("prefix", self.next())
            following = self.next()
            if following.kind != "}":
                raise _Wrong("Only one key allowed in match expression", following.seen)
        elif value.kind == "[":
            while (value := self.next()).kind != "]":
                if value.kind not in ("text", "number"):
                    raise _Wrong("Inside anything but list, start|null|boolean is not supported.", value.seen)
        elif value.kind not in ("text", "number"):
            raise _Wrong("Value of anything-but must be an array or single string/number value.", value.seen)

    def numeric(self, value: Token) -> None:
        if value.kind != "[":
            raise _Wrong("Value of numeric must be an array.", value.seen)
        operator = self.next()
        if operator.kind != "text":
            self.no_member(operator)
        first = self.next()
        if operator.value not in _COMPARISONS:
            raise _Wrong(f"Unrecognized numeric range operator: {operator.value}", first.seen)
        bottom = self.number("equals" if operator.value == "=" else operator.value, first)
        second = self.next()
        if second.kind == "]":
            return
        if operator.value not in (">", ">="):
            raise _Wrong("Too many elements in numeric expression", second.seen)
        if second.kind != "text":
            raise _Wrong(f"Bad value in numeric range: {second.value}", second.seen)
        if second.value not in ("<", "<="):
            raise _Wrong(f"Bad numeric range operator: {second.value}", second.end)
        top = self.number(second.value, self.next())
        last = self.next()
        if last.kind != "]":
            raise _Wrong("Too many terms in numeric range expression", last.seen)
        if bottom >= top:
            raise _Wrong("Bottom must be less than top", last.seen)

    def no_member(self, token: Token) -> NoReturn:
        shown = token.kind if token.value is None else token.value
        raise _Wrong(f"Invalid member in numeric match: {shown}", token.seen)

    def number(self, operator: str, token: Token) -> float:
        if token.kind != "number":
            raise _Wrong(f"Value of {operator} must be numeric", token.seen)
        return float(token.value)


def _check_cidr(text: str) -> None:
    address, slash, bits = text.partition("/")
    if not slash or "/" in bits:
        raise _Wrong("Malformed CIDR, one '/' required")
    if not bits.isdecimal():
        raise _Wrong("Malformed CIDR, mask bits must be an integer")
    try:
        longest = ipaddress.ip_address(address).max_prefixlen
    except ValueError:
        raise _Wrong(f"Nonstandard IP address: {address}") from None
    if int(bits) > longest:
        raise _Wrong(f"Malformed CIDR, mask bits must be at most {longest}")
