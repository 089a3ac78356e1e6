"""Holds the members of a request against the shapes of a service model.

`check` walks a value that is already made of objects, lists and scalars; `unflatten` makes
one of the flat names of the query and ec2 protocols; `scalar` reads text.
"""

import base64
import binascii
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.utils import parse_timestamp

ABSENT: Any = object()

#: Constraints of the models that are not held to: (service, shape, `min`, `max`, `enum` or
#: `pattern`), or (service, shape.member, `required`). For what AWS itself takes although its model forbids it (botocore checks no pattern,
#: no enum and no maximum, so a wrong one goes unnoticed there), and for what moto gives out.
NOT_HELD: set[tuple[str, str, str]] = {
    # The developer guide's quotas: 30 brokers, 60 without ZooKeeper; the model says 15.
    ("kafka", "__integerMin1Max15", "max"),
    # SNS looks at other members first, and has other words for it.
    ("sns", "CreatePlatformApplicationInput.Attributes", "required"),
    ("sns", "SetEndpointAttributesInput.Attributes", "required"),
    ("sns", "SetPlatformApplicationAttributesInput.Attributes", "required"),
}

#: Services that take the words of an enum in any case; users write `ActiveMQ` and `simple`.
ANY_CASE = {"mq"}


@dataclass(frozen=True)
class Problem:
    """`kind` is unknown, missing, type, enum or value; `rule` is what AWS says was not met."""

    kind: str
    path: str
    value: object = None
    rule: str = ""
    shape: str = ""


def names(shape: Any, protocol: str) -> dict[str, tuple[str, Any]]:
    """name in the request -> (member's name, its shape), without what is not in the body."""
    found = {}
    for member, its_shape in shape.members.items():
        serialization = its_shape.serialization
        if protocol.startswith("rest") and "location" in serialization:
            continue
        found[serialization.get("name", member)] = (member, its_shape)
    return found


def check(service: str, shape: Any, value: Any, protocol: str, path: str = "", text: bool = False) -> Iterator[Problem]:
    """The problems of a value, as an iterator. `text`: scalars are text, as in a path."""
    kind = shape.type_name
    if kind == "structure":
        if getattr(shape, "is_document_type", False):
            return
        yield from _structure(service, shape, value, protocol, path, text)
    elif kind == "list":
        if not isinstance(value, list):
            yield Problem("type", path, value, "list", shape.name)
            return
        yield from _size(service, shape, len(value), value, path)
        for index, item in enumerate(value, 1):
            yield from check(service, shape.member, item, protocol, f"{path}.{index}.member", text)
    elif kind == "map":
        if not isinstance(value, dict):
            yield Problem("type", path, value, "map", shape.name)
            return
        yield from _size(service, shape, len(value), value, path)
        for key, item in value.items():
            yield from check(service, shape.key, key, protocol, path, True)
            yield from check(service, shape.value, item, protocol, f"{path}.{key}", text)
    else:
        read = scalar(shape, value) if text else value
        if read is ABSENT or not _is_of(kind, read):
            yield Problem("type", path, value, kind, shape.name)
            return
        yield from _scalar_rules(service, shape, read, path)


def _structure(service: str, shape: Any, value: Any, protocol: str, path: str, text: bool) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem("type", path, value, "structure", shape.name)
        return
    known = names(shape, protocol)
    below = f"{path}." if path else ""
    for name, item in value.items():
        if name not in known:
            # JSON of SDKs may name its own type.
            if name != "__type":
                yield Problem("unknown", below + name, item, shape=shape.name)
        elif item is not None:
            yield from check(service, known[name][1], item, protocol, below + name, text)
    given = {known[name][0] for name, item in value.items() if name in known and item is not None}
    for name, (member, _) in known.items():
        if (service, f"{shape.name}.{member}", "required") in NOT_HELD:
            continue
        if member in shape.required_members and member not in given:
            yield Problem("missing", below + name, shape=shape.name)
    if getattr(shape, "is_tagged_union", False) and len(given) != 1:
        yield Problem("value", path, value, "Member must have exactly one of its members", shape.name)


def _size(service: str, shape: Any, size: int, value: object, path: str) -> Iterator[Problem]:
    for limit, wrong, words in (("min", size.__lt__, "greater"), ("max", size.__gt__, "less")):
        bound = shape.metadata.get(limit)
        if bound is not None and wrong(bound) and (service, shape.name, limit) not in NOT_HELD:
            yield Problem("value", path, value, f"Member must have length {words} than or equal to {bound}", shape.name)


def _scalar_rules(service: str, shape: Any, value: Any, path: str) -> Iterator[Problem]:
    kind = shape.type_name
    if kind in ("integer", "long", "short", "byte", "float", "double"):
        for limit, words in (("min", "greater"), ("max", "less")):
            bound = shape.metadata.get(limit)
            if bound is None or (service, shape.name, limit) in NOT_HELD:
                continue
            if value < bound if limit == "min" else value > bound:
                yield Problem(
                    "value", path, value, f"Member must have value {words} than or equal to {bound}", shape.name
                )
    elif kind == "string":
        yield from _size(service, shape, len(value), value, path)
        enum = getattr(shape, "enum", None) or shape.metadata.get("enum")
        spelling = value.upper() if service in ANY_CASE else value
        if enum and spelling not in enum and (service, shape.name, "enum") not in NOT_HELD:
            rule = f"Member must satisfy enum value set: [{', '.join(enum)}]"
            yield Problem("enum", path, value, rule, shape.name)
        pattern = shape.metadata.get("pattern")
        if pattern and (service, shape.name, "pattern") not in NOT_HELD:
            compiled = _pattern(pattern)
            if compiled and not compiled.fullmatch(value):
                rule = f"Member must satisfy regular expression pattern: {pattern}"
                yield Problem("value", path, value, rule, shape.name)
    elif kind == "blob" and isinstance(value, (str, bytes)):
        try:
            size = len(base64.b64decode(value, validate=True))
        except (binascii.Error, ValueError):
            yield Problem("type", path, value, "blob", shape.name)
            return
        yield from _size(service, shape, size, value, path)


#: Classes of characters that Java's expressions know and Python's do not.
_POSIX = {
    "Alpha": "a-zA-Z",
    "Alnum": "a-zA-Z0-9",
    "Digit": "0-9",
    "L": r"^\W\d_",
    "ASCII": r"\x00-\x7f",
    "Print": r"\x20-\x7e",
    "Graph": r"\x21-\x7e",
}


@functools.cache
def _pattern(text: str) -> re.Pattern[str] | None:
    """The model's expression for Python; None where it uses what only Java has."""
    if "&&" in text or re.search(r"\[[^\]]*\\p", text):
        return None
    text = re.sub(r"\\p\{(?:Is)?(\w+)\}", lambda it: f"[{_POSIX[it[1]]}]" if it[1] in _POSIX else it[0], text)
    try:
        return re.compile(text)
    except re.error:
        return None


def _is_of(kind: str, value: object) -> bool:
    if kind == "string":
        return isinstance(value, str)
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in ("integer", "long", "short", "byte", "bigInteger"):
        return isinstance(value, int) and not isinstance(value, bool)
    if kind in ("float", "double", "bigDecimal"):
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return number or value in ("NaN", "Infinity", "-Infinity")
    if kind == "timestamp":
        return not isinstance(value, bool) and _is_time(value)
    return isinstance(value, (str, bytes)) if kind == "blob" else True


def _is_time(value: object) -> bool:
    try:
        parse_timestamp(value)
    except (ValueError, TypeError, OverflowError):
        return False
    return True


def scalar(shape: Any, text: Any) -> Any:
    """Text as the shape's kind of value, ABSENT where it is none."""
    kind = shape.type_name
    if not isinstance(text, str):
        return text
    try:
        if kind == "boolean":
            return {"true": True, "false": False}[text.lower()]
        if kind in ("integer", "long", "short", "byte", "bigInteger"):
            return int(text) if re.fullmatch(r"[+-]?\d+", text) else ABSENT
        if kind in ("float", "double", "bigDecimal"):
            return float(text)
    except (KeyError, ValueError):
        return ABSENT
    return text


class Flat:
    """The parameters of a query, and which of them the model has a place for."""

    def __init__(self, params: dict[str, str], protocol: str) -> None:
        self.params, self.protocol = params, protocol
        self.used: set[str] = set()

    def take(self, name: str) -> Any:
        if name in self.params:
            self.used.add(name)
            return self.params[name]
        return ABSENT

    def has(self, prefix: str) -> bool:
        return any(name == prefix or name.startswith(prefix + ".") for name in self.params)

    def name(self, shape: Any, default: str) -> str:
        serialization = shape.serialization
        if self.protocol == "ec2":
            name = serialization.get("queryName")
            if name:
                return name
            name = serialization.get("name", default)
            return name[:1].upper() + name[1:]
        return serialization.get("name", default)


def unflatten(shape: Any, flat: Flat, prefix: str = "") -> Any:
    """The value below a prefix; ABSENT where there is none. Members go by the names that
    `names` gives them, so that `check` can go on from there."""
    kind = shape.type_name
    if kind == "list":
        return _list(shape, flat, prefix)
    if prefix and not flat.has(prefix):
        return ABSENT
    if kind == "structure":
        value = {}
        for name, (member, its_shape) in names(shape, flat.protocol).items():
            below = flat.name(its_shape, member)
            item = unflatten(its_shape, flat, f"{prefix}.{below}" if prefix else below)
            if item is not ABSENT:
                value[name] = item
        return value
    if kind == "map":
        base = prefix if shape.serialization.get("flattened") else f"{prefix}.entry"
        key_name = shape.key.serialization.get("name", "key")
        value_name = shape.value.serialization.get("name", "value")

        def entry(below: str) -> Any:
            key = unflatten(shape.key, flat, f"{below}.{key_name}")
            value = unflatten(shape.value, flat, f"{below}.{value_name}")
            return ABSENT if key is ABSENT else (key, "" if value is ABSENT else value)

        return dict(_numbered(base, entry))
    return flat.take(prefix)


def _list(shape: Any, flat: Flat, prefix: str) -> Any:
    # An empty list is sent as its name alone.
    if flat.params.get(prefix) == "":
        flat.take(prefix)
        return []
    if flat.protocol == "ec2":
        base = prefix
    elif shape.serialization.get("flattened"):
        own = shape.member.serialization.get("name")
        base = ".".join([*prefix.split(".")[:-1], own]) if own else prefix
    else:
        base = f"{prefix}.{shape.member.serialization.get('name', 'member')}"
    return _numbered(base, lambda below: unflatten(shape.member, flat, below)) or ABSENT


def _numbered(base: str, read: Callable[[str], Any]) -> list[Any]:
    values: list[Any] = []
    while True:
        value = read(f"{base}.{len(values) + 1}")
        if value is ABSENT:
            return values
        values.append(value)
