"""Refuses requests that AWS would refuse, before moto sees them.

moto reads what it knows of a request and ignores the rest, so a provider that misspells a
member, leaves a required one out or sends a number as text passes all of its tests. Here each
request is held against botocore's service model, and is answered with the error that the
service gives, in the form of its protocol.

A member that the model does not know is refused although many services ignore it: AWS ignores
it by doing nothing, which is never what the sender meant.

Not checked: unsigned requests, services unknown to botocore, the rest-xml protocol (S3), the
cbor protocol, SQS by its old query protocol, and streamed bodies.
"""

from __future__ import annotations

import collections
import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from standin import errors, operations, shapes
from standin.errors import ErrorAnswer
from standin.operations import Call
from standin.shapes import Problem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Parameters that go with each query and are no members.
ENVELOPE = {"Action", "Version", "AWSAccessKeyId", "Signature", "SignatureMethod", "SignatureVersion", "Timestamp"}

#: Is told the kind of a note, and the note.
Report = Callable[[str, dict[str, Any]], None]


class RequestChecks:
    """WSGI middleware; `refusals` holds what was refused, for tests to look at."""

    def __init__(self, app: WSGIApplication, report: Report | None = None) -> None:
        self.app, self.report = app, report
        self.refusals: collections.deque[dict[str, Any]] = collections.deque(maxlen=1000)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        call = operations.call(environ)
        problems = examine(call, environ) if call else []
        if not call or not problems:
            return self.app(environ, start_response)
        error = refuse(call.model, call.operation, problems)
        note = {
            "service": call.model.service_name,
            "operation": call.operation.name if call.operation else None,
            "code": error.code,
            "message": error.message,
        }
        self.refusals.append(note)
        if self.report:
            self.report("refused", note)
        return errors.in_protocol(call.model, error).send(start_response)


def examine(call: Call, environ: WSGIEnvironment) -> list[Problem]:
    """What is wrong with a request."""
    if environ.get("HTTP_CONTENT_ENCODING", "") == "gzip":
        return []
    if call.operation is None:
        return [Problem("operation", call.name)]
    body = environ.get("standin.body", b"")
    if call.protocol == "json":
        return list(_json(call, body))
    if call.protocol == "rest-json":
        return list(_rest_json(call, environ, body))
    return list(_query(call))


def _json(call: Call, body: bytes) -> Iterable[Problem]:
    value = _parsed(body)
    if value is shapes.ABSENT:
        return [Problem("type", "", body.decode("utf-8", "replace")[:80], "structure")]
    shape = call.operation.input_shape
    if shape is None:
        return [Problem("unknown", key) for key in value]
    return shapes.check(call.model.service_name, shape, value, "json")


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body.strip() else {}
    except ValueError:
        return shapes.ABSENT


def _query(call: Call) -> Iterator[Problem]:
    flat = shapes.Flat(call.params, call.protocol)
    shape = call.operation.input_shape
    if shape is not None:
        value = shapes.unflatten(shape, flat)
        yield from shapes.check(call.model.service_name, shape, value, call.protocol, text=True)
    for name, value in call.params.items():
        if name not in flat.used and name not in ENVELOPE and not name.startswith("X-Amz-"):
            yield Problem("unknown", name, value)


def _rest_json(call: Call, environ: WSGIEnvironment, body: bytes) -> Iterator[Problem]:
    shape = call.operation.input_shape
    if shape is None:
        return
    yield from _elsewhere(call, environ)
    payload = shape.serialization.get("payload")
    if payload:
        shape = shape.members[payload]
        if shape.type_name != "structure":
            return
    value = _parsed(body)
    if value is shapes.ABSENT:
        yield Problem("type", "", body.decode("utf-8", "replace")[:80], "structure")
        return
    yield from shapes.check(call.model.service_name, shape, value, "rest-json")


def _elsewhere(call: Call, environ: WSGIEnvironment) -> Iterator[Problem]:
    """The members of a REST request that are in its path, its query and its headers."""
    shape, query = call.operation.input_shape, call.query
    constants = parse_qs(call.operation.http["requestUri"].partition("?")[2], keep_blank_values=True)
    known = set(constants)
    takes_all = False
    for member, its_shape in shape.members.items():
        location = its_shape.serialization.get("location")
        name = its_shape.serialization.get("name", member)
        if location == "uri":
            value: Any = call.labels.get(name)
        elif location == "querystring":
            known.add(name)
            if its_shape.type_name == "map":
                takes_all = True
                continue
            values = query.get(name)
            value = values if values is None or its_shape.type_name == "list" else values[0]
        elif location == "header":
            value = environ.get("HTTP_" + name.upper().replace("-", "_"))
            if value is not None and its_shape.type_name == "list":
                value = [item.strip() for item in value.split(",")]
        else:
            continue
        if value is None:
            if member in shape.required_members:
                yield Problem("missing", name, shape=shape.name)
        elif location != "header" or its_shape.type_name not in ("timestamp", "blob"):
            if not its_shape.serialization.get("jsonvalue"):
                yield from shapes.check(call.model.service_name, its_shape, value, "rest-json", name, text=True)
    if not takes_all:
        for name in query:
            if name not in known and not name.startswith("X-Amz-"):
                yield Problem("unknown", name, query[name][0], shape=shape.name)


# What AWS answers ---------------------------------------------------------------------------


def refuse(model: Any, operation: Any, problems: list[Problem]) -> ErrorAnswer:
    """The error that the service gives for these problems."""
    first = problems[0]
    protocol = model.metadata["protocol"]
    if first.kind == "operation":
        if protocol in ("query", "ec2"):
            return ErrorAnswer(400, "InvalidAction", f"The action {first.path} is not valid for this web service.")
        return ErrorAnswer(400, "UnknownOperationException", f"Unknown operation {first.path}.")
    special = {"sqs": _sqs, "sns": _sns, "ec2": _ec2}.get(model.service_name)
    if special:
        return special(first)
    if first.kind == "type" and protocol == "json":
        return ErrorAnswer(400, "SerializationException", _wrong_type(first))
    return ErrorAnswer(400, _validation_code(operation, protocol), _validation_text(problems))


def _validation_code(operation: Any, protocol: str) -> str:
    if protocol == "query":
        return "ValidationError"
    declared = [shape.name for shape in operation.error_shapes]
    for code in ("ValidationException", "BadRequestException", "InvalidParameterException"):
        if code in declared and protocol != "json":
            return code
    return "ValidationException"


def _validation_text(problems: list[Problem]) -> str:
    """AWS lists all that is wrong."""
    some = problems[:10]
    texts = []
    for problem in some:
        path = problem.path[:1].lower() + problem.path[1:]
        if problem.kind == "missing":
            texts.append(f"Value null at '{path}' failed to satisfy constraint: Member must not be null")
        elif problem.kind == "unknown":
            texts.append(f"Member '{path}' is not known")
        elif problem.kind == "type":
            texts.append(_wrong_type(problem))
        else:
            texts.append(f"Value '{problem.value}' at '{path}' failed to satisfy constraint: {problem.rule}")
    count = f"{len(some)} validation error{'' if len(some) == 1 else 's'} detected: "
    return count + "; ".join(texts)


def _wrong_type(problem: Problem) -> str:
    return f"Value {json.dumps(problem.value, default=str)[:80]} at '{problem.path}' is not of type {problem.rule}"


def _sqs(problem: Problem) -> ErrorAnswer:
    """SQS says by its JSON protocol what it said by its query protocol, in a header."""

    def refusal(code: str, message: str, type: str) -> ErrorAnswer:
        return ErrorAnswer(400, code, message, type, (("x-amzn-query-error", f"{code};Sender"),))

    if problem.kind == "missing":
        name = problem.path
        message = f"The request must contain the parameter {name}."
        return refusal("MissingParameter", message, "MissingRequiredParameterException")
    if problem.kind == "enum" and problem.shape == "QueueAttributeName":
        return refusal("InvalidAttributeName", f"Unknown Attribute {problem.value}.", "InvalidAttributeName")
    if problem.kind == "type":
        return ErrorAnswer(400, "SerializationException", _wrong_type(problem))
    if problem.kind == "unknown":
        message = f"The request contains the unknown parameter {problem.path}."
    else:
        message = f"Value {problem.value} for parameter {problem.path} is invalid. Reason: {problem.rule}."
    return refusal("InvalidParameterValue", message, "InvalidParameterValueException")


def _sns(problem: Problem) -> ErrorAnswer:
    reason = {
        "missing": "no value for required parameter",
        "unknown": "unknown parameter",
        "type": f"not of type {problem.rule}",
    }.get(problem.kind, problem.rule)
    return ErrorAnswer(400, "InvalidParameter", f"Invalid parameter: {problem.path} Reason: {reason}")


def _ec2(problem: Problem) -> ErrorAnswer:
    if problem.kind == "missing":
        return ErrorAnswer(400, "MissingParameter", f"The request must contain the parameter {problem.path}")
    if problem.kind == "unknown":
        return ErrorAnswer(400, "UnknownParameter", f"The parameter {problem.path} is not recognized")
    rule = f"not of type {problem.rule}" if problem.kind == "type" else problem.rule
    return ErrorAnswer(
        400, "InvalidParameterValue", f"Value ({problem.value}) for parameter {problem.path} is invalid. {rule}"
    )
