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
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, parse_qsl
from xml.sax.saxutils import escape

from standin import operations, shapes
from standin.shapes import Problem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Parameters that go with each query and are no members.
ENVELOPE = {"Action", "Version", "AWSAccessKeyId", "Signature", "SignatureMethod", "SignatureVersion", "Timestamp"}

#: An operation, None where it is unknown, and what is wrong with a call of it.
Verdict = tuple[Any, list[Problem]]

Headers = list[tuple[str, str]]


class Refusal(NamedTuple):
    status: int
    code: str
    message: str
    type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


class RequestChecks:
    """WSGI middleware; `refusals` holds what was refused, for tests to look at."""

    def __init__(self, app: WSGIApplication, report: Callable[[dict[str, Any]], None] | None = None) -> None:
        self.app, self.report = app, report
        self.refusals: collections.deque[dict[str, Any]] = collections.deque(maxlen=1000)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        model = operations.service(environ.get("HTTP_AUTHORIZATION"))
        found = examine(model, environ) if model else None
        if not found:
            return self.app(environ, start_response)
        operation, problems = found
        refusal = refuse(model, operation, problems)
        note = {
            "service": model.service_name,
            "operation": operation.name if operation else None,
            "code": refusal.code,
            "message": refusal.message,
        }
        self.refusals.append(note)
        if self.report:
            self.report(note)
        status, headers, body = in_protocol(model, refusal)
        start_response(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]


def examine(model: Any, environ: WSGIEnvironment) -> Verdict | None:
    """(operation, problems) of a bad request, None of a good or unchecked one."""
    protocol = model.metadata["protocol"]
    body = environ.get("standin.body", b"")
    if environ.get("HTTP_CONTENT_ENCODING", "") == "gzip":
        return None
    if environ.get("HTTP_X_AMZ_TARGET"):
        return _json(model, environ["HTTP_X_AMZ_TARGET"], body)
    if protocol in ("query", "ec2"):
        return _query(model, protocol, environ, body)
    if protocol == "rest-json":
        return _rest_json(model, environ, body)
    return None


def _verdict(operation: Any, problems: Iterable[Problem]) -> Verdict | None:
    found = list(problems)
    return (operation, found) if found else None


def _json(model: Any, target: str, body: bytes) -> Verdict | None:
    prefix, _, name = target.rpartition(".")
    if prefix != model.metadata.get("targetPrefix"):
        return None  # another service that signs by the same name
    if name not in model.operation_names:
        return None, [Problem("operation", name)]
    operation = model.operation_model(name)
    value = _parsed(body)
    if value is shapes.ABSENT:
        return operation, [Problem("type", "", body.decode("utf-8", "replace")[:80], "structure")]
    if operation.input_shape is None:
        return _verdict(operation, (Problem("unknown", key) for key in value))
    return _verdict(operation, shapes.check(model.service_name, operation.input_shape, value, "json"))


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body.strip() else {}
    except ValueError:
        return shapes.ABSENT


def _query(model: Any, protocol: str, environ: WSGIEnvironment, body: bytes) -> Verdict | None:
    params = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    params.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    if params.get("Version") != model.api_version:
        return None  # another service that signs by the same name
    name = params.get("Action", "")
    if name not in model.operation_names:
        return None, [Problem("operation", name)]
    operation = model.operation_model(name)
    flat = shapes.Flat(params, protocol)
    problems: list[Problem] = []
    if operation.input_shape is not None:
        value = shapes.unflatten(operation.input_shape, flat)
        problems += shapes.check(model.service_name, operation.input_shape, value, protocol, text=True)
    for name in params:
        if name not in flat.used and name not in ENVELOPE and not name.startswith("X-Amz-"):
            problems.append(Problem("unknown", name, params[name]))
    return _verdict(operation, problems)


def _rest_json(model: Any, environ: WSGIEnvironment, body: bytes) -> Verdict | None:
    raw_path = (environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ.get("PATH_INFO", "")).partition("?")[0]
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    operation, labels = operations.rest_operation(model, environ["REQUEST_METHOD"], raw_path, query)
    if operation is None:
        return None  # moto says so itself
    shape = operation.input_shape
    if shape is None:
        return None
    problems = list(_elsewhere(model, operation, environ, query, labels))
    payload = shape.serialization.get("payload")
    if payload:
        shape = shape.members[payload]
        if shape.type_name != "structure":
            return _verdict(operation, problems)
    value = _parsed(body)
    if value is shapes.ABSENT:
        return operation, [Problem("type", "", body.decode("utf-8", "replace")[:80], "structure")]
    problems += shapes.check(model.service_name, shape, value, "rest-json")
    return _verdict(operation, problems)


def _elsewhere(
    model: Any, operation: Any, environ: WSGIEnvironment, query: dict[str, list[str]], labels: dict[str, str]
) -> Iterator[Problem]:
    """The members of a REST request that are in its path, its query and its headers."""
    shape = operation.input_shape
    constants = parse_qs(operation.http["requestUri"].partition("?")[2], keep_blank_values=True)
    known = set(constants)
    takes_all = False
    for member, its_shape in shape.members.items():
        location = its_shape.serialization.get("location")
        name = its_shape.serialization.get("name", member)
        if location == "uri":
            value: Any = labels.get(name)
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
                yield from shapes.check(model.service_name, its_shape, value, "rest-json", name, text=True)
    if not takes_all:
        for name in query:
            if name not in known and not name.startswith("X-Amz-"):
                yield Problem("unknown", name, query[name][0], shape=shape.name)


# What AWS answers ---------------------------------------------------------------------------


def refuse(model: Any, operation: Any, problems: list[Problem]) -> Refusal:
    """The error that the service gives for these problems."""
    first = problems[0]
    protocol = model.metadata["protocol"]
    if first.kind == "operation":
        if protocol in ("query", "ec2"):
            return Refusal(400, "InvalidAction", f"The action {first.path} is not valid for this web service.")
        return Refusal(400, "UnknownOperationException", f"Unknown operation {first.path}.")
    special = {"sqs": _sqs, "sns": _sns, "ec2": _ec2}.get(model.service_name)
    if special:
        return special(first)
    if first.kind == "type" and protocol == "json":
        return Refusal(400, "SerializationException", _wrong_type(first))
    return Refusal(400, _validation_code(operation, protocol), _validation_text(problems))


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


def _sqs(problem: Problem) -> Refusal:
    """SQS says by its JSON protocol what it said by its query protocol, in a header."""

    def refusal(code: str, message: str, type: str) -> Refusal:
        return Refusal(400, code, message, type, (("x-amzn-query-error", f"{code};Sender"),))

    if problem.kind == "missing":
        name = problem.path
        message = f"The request must contain the parameter {name}."
        return refusal("MissingParameter", message, "MissingRequiredParameterException")
    if problem.kind == "enum" and problem.shape == "QueueAttributeName":
        return refusal("InvalidAttributeName", f"Unknown Attribute {problem.value}.", "InvalidAttributeName")
    if problem.kind == "type":
        return Refusal(400, "SerializationException", _wrong_type(problem))
    if problem.kind == "unknown":
        message = f"The request contains the unknown parameter {problem.path}."
    else:
        message = f"Value {problem.value} for parameter {problem.path} is invalid. Reason: {problem.rule}."
    return refusal("InvalidParameterValue", message, "InvalidParameterValueException")


def _sns(problem: Problem) -> Refusal:
    reason = {
        "missing": "no value for required parameter",
        "unknown": "unknown parameter",
        "type": f"not of type {problem.rule}",
    }.get(problem.kind, problem.rule)
    return Refusal(400, "InvalidParameter", f"Invalid parameter: {problem.path} Reason: {reason}")


def _ec2(problem: Problem) -> Refusal:
    if problem.kind == "missing":
        return Refusal(400, "MissingParameter", f"The request must contain the parameter {problem.path}")
    if problem.kind == "unknown":
        return Refusal(400, "UnknownParameter", f"The parameter {problem.path} is not recognized")
    rule = f"not of type {problem.rule}" if problem.kind == "type" else problem.rule
    return Refusal(
        400, "InvalidParameterValue", f"Value ({problem.value}) for parameter {problem.path} is invalid. {rule}"
    )


def in_protocol(model: Any, refusal: Refusal) -> tuple[str, Headers, bytes]:
    """Status line, headers and body of an error."""
    request_id = str(uuid.uuid4())
    status = f"{refusal.status} Bad Request"
    protocol = model.metadata["protocol"]
    if protocol == "ec2":
        return (
            status,
            [("Content-Type", "text/xml;charset=UTF-8")],
            (
                '<?xml version="1.0" encoding="UTF-8"?>\n'
                f"<Response><Errors><Error><Code>{refusal.code}</Code><Message>{escape(refusal.message)}</Message>"
                f"</Error></Errors><RequestID>{request_id}</RequestID></Response>"
            ).encode(),
        )
    if protocol == "query":
        namespace = model.metadata.get("xmlNamespace", "")
        return (
            status,
            [("Content-Type", "text/xml"), ("x-amzn-RequestId", request_id)],
            (
                f'<ErrorResponse xmlns="{namespace}"><Error><Type>Sender</Type><Code>{refusal.code}</Code>'
                f"<Message>{escape(refusal.message)}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>"
            ).encode(),
        )
    type = refusal.type or refusal.code
    headers = [("x-amzn-RequestId", request_id), *refusal.headers]
    if protocol == "rest-json":
        headers += [("Content-Type", "application/json"), ("x-amzn-ErrorType", type)]
        return status, headers, json.dumps({"message": refusal.message}).encode()
    if model.service_name == "sqs":
        type = f"com.amazonaws.sqs#{type}"
    headers.append(("Content-Type", f"application/x-amz-json-{model.metadata.get('jsonVersion', '1.1')}"))
    return status, headers, json.dumps({"__type": type, "message": refusal.message}).encode()
