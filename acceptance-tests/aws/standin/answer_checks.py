"""Notes answers that AWS would not give.

A client takes what it finds and leaves the rest, so a test against an answer with a misspelled
member, a word that is in no enum or an error that the service does not have proves nothing. Here
each answer is held against botocore's service model, errors too. What is wrong is noted and the
answer is left as it is: a client would only repeat a call that fails on the server's side. The
test looks at the notes when it ends, and fails. Where moto raises an error of Python's, of
whatever service, that is noted as well.

Not checked: what `request_checks.py` does not check, streams of events, services that are not
in `CHECKED`, and the codes of EC2's errors, which are in no model.
"""

from __future__ import annotations

import collections
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from standin import errors, operations, shapes
from standin.operations import Call
from standin.request_checks import Report
from standin.shapes import Problem
from standin.wsgi import Answer, answer_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: The services that this project is about, and that of their networks. moto's other services are not ours to mend.
CHECKED = {"ec2", "kafka", "kafkaconnect", "kinesis", "mq", "sns", "sqs"}

#: What is not held against answers: (service, shape or operation, kind of problem).
NOT_HELD = {
    # AWS leaves a description out that was not given.
    ("kafka", "Configuration", "missing"),
    # AWS's own answers have it empty where nothing is monitored.
    ("kinesis", "MetricsNameList", "value"),
    # PutRecords counts none that failed as well.
    ("kinesis", "PositiveIntegerObject", "value"),
}

#: Errors that any service may give, by AWS's pages on common errors, and those of SQS that its
#: model lacks.
COMMON = {
    "AccessDenied",
    "AccessDeniedException",
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "InternalError",
    "InternalFailure",
    "InvalidAction",
    "InvalidClientTokenId",
    "InvalidParameterCombination",
    "InvalidParameterValue",
    "InvalidParameterValueException",
    "MalformedQueryString",
    "MissingAction",
    "MissingAuthenticationToken",
    "MissingParameter",
    "MissingRequiredParameterException",
    "NotAuthorized",
    "OptInRequired",
    "RequestExpired",
    "SerializationException",
    "ServiceUnavailable",
    "Throttling",
    "ThrottlingException",
    "UnknownOperationException",
    "UnrecognizedClientException",
    "ValidationError",
    "ValidationException",
}


class AnswerChecks:
    """WSGI middleware; `violations` holds what was wrong, for tests to look at."""

    def __init__(self, app: WSGIApplication, report: Report | None = None) -> None:
        self.app, self.report = app, report
        self.violations: collections.deque[dict[str, Any]] = collections.deque(maxlen=1000)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        call = operations.call(environ)
        if not call or (call.operation and call.operation.has_event_stream_output):
            return self.app(environ, start_response)
        service = call.model.service_name
        problems = []
        try:
            answer = answer_of(self.app, environ)
        except Exception as error:
            answer = failed(call, error)
            problems = [repr(error)]
        else:
            if service in CHECKED:
                found = examine(call, answer)
                problems = [text_of(it) for it in found if (service, it.shape, it.kind) not in NOT_HELD]
        if problems:
            note = {
                "service": service,
                "operation": call.name,
                "status": int(answer.status.split(" ")[0]),
                "problems": problems,
            }
            self.violations.append(note)
            if self.report:
                self.report("violation", note)
        return answer.send(start_response)


def failed(call: Call, error: Exception) -> Answer:
    """What the client is told where moto fails; moto would cut the connection."""
    what = f"{call.model.service_name}.{call.name}"
    if isinstance(error, NotImplementedError):
        found = errors.ErrorAnswer(501, "NotImplemented", f"The stand-in does not know {what}.")
    else:
        found = errors.ErrorAnswer(500, "InternalFailure", f"The stand-in fails in {what}: {error!r}")
    return errors.in_protocol(call.model, found)


def text_of(problem: Problem) -> str:
    where = problem.path or "the answer"
    shown = str(problem.value)[:200]
    return {
        "unknown": f"{where}: no such member of {problem.shape or 'the answer'} ({shown})",
        "missing": f"{where}: required in {problem.shape}",
        "type": f"{where}: {shown!r} is not of type {problem.rule}",
    }.get(problem.kind, f"{where}: {shown!r}: {problem.rule}")


def examine(call: Call, answer: Answer) -> Iterable[Problem]:
    """What is wrong with an answer."""
    status = int(answer.status.split(" ")[0])
    if status >= 300:
        return _error(call, status, answer)
    if call.operation is None:
        return [_wrong("operation", call.name, "the service has no such operation")]
    if call.protocol == "json":
        return _json(call, answer.body)
    if call.protocol == "rest-json":
        return _rest_json(call, status, answer)
    return _xml(call, answer.body)


def _wrong(path: str, value: object, rule: str) -> Problem:
    return Problem("form", path, value, rule)


def _json(call: Call, body: bytes) -> Iterator[Problem]:
    shape = call.operation.output_shape
    if shape is None:
        # SDKs read nothing; AWS sends nothing, or an empty object.
        if body.strip() not in (b"", b"{}"):
            yield _wrong("", body.decode("utf-8", "replace"), "the operation answers nothing")
        return
    value = _parsed(body)
    if value is shapes.ABSENT:
        yield Problem("type", "", body.decode("utf-8", "replace"), "structure")
        return
    yield from shapes.check(call.model.service_name, shape, value, call.protocol)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body.strip() else {}
    except ValueError:
        return shapes.ABSENT


def _rest_json(call: Call, status: int, answer: Answer) -> Iterator[Problem]:
    expected = call.operation.http.get("responseCode", 200)
    if status != expected:
        yield Problem("status", "status", status, f"{expected} in the model", call.name)
    shape = call.operation.output_shape
    if shape is None:
        yield from _json(call, answer.body)
        return
    sent = {name.lower(): value for name, value in answer.headers}
    for member, its_shape in shape.members.items():
        if its_shape.serialization.get("location") != "header":
            continue
        name = its_shape.serialization.get("name", member)
        if name.lower() in sent:
            value = sent[name.lower()]
            yield from shapes.check(call.model.service_name, its_shape, value, call.protocol, name, text=True)
        elif member in shape.required_members:
            yield Problem("missing", name, shape=shape.name)
    payload = shape.serialization.get("payload")
    if payload and shape.members[payload].type_name != "structure":
        return
    value = _parsed(answer.body)
    if value is shapes.ABSENT:
        yield Problem("type", "", answer.body.decode("utf-8", "replace"), "structure")
        return
    body = shape.members[payload] if payload else shape
    yield from shapes.check(call.model.service_name, body, value, call.protocol)


def _xml(call: Call, body: bytes) -> Iterator[Problem]:
    root = _element(body)
    if root is None or _name(root) != f"{call.name}Response":
        yield Problem("type", "", body.decode("utf-8", "replace"), f"{call.name}Response")
        return
    shape = call.operation.output_shape
    if call.protocol == "ec2":
        result = [child for child in root if _name(child) != "requestId"]
    else:
        metadata = root.find("{*}ResponseMetadata")
        if metadata is None or metadata.find("{*}RequestId") is None:
            yield Problem("missing", "ResponseMetadata.RequestId", shape=_name(root))
        wrapper = shape.serialization.get("resultWrapper") if shape is not None else None
        result = []
        for child in root:
            if _name(child) == wrapper:
                result = list(child)
            elif _name(child) != "ResponseMetadata":
                yield Problem("unknown", _name(child), shape=_name(root))
    if shape is None:
        for child in result:
            yield Problem("unknown", _name(child), child.text)
        return
    value = _structure(shape, result, call.protocol)
    yield from shapes.check(call.model.service_name, shape, value, call.protocol, text=True)


def _element(body: bytes) -> ElementTree.Element | None:
    try:
        return ElementTree.fromstring(body)
    except ElementTree.ParseError:
        return None


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _structure(shape: Any, elements: Iterable[ElementTree.Element], protocol: str) -> dict[str, Any]:
    """The value of a structure, for `shapes.check`; what is unknown is there as text."""
    known = shapes.names(shape, protocol)
    value: dict[str, Any] = {}
    for element in elements:
        name = _name(element)
        if name not in known:
            value[name] = element.text
            continue
        its_shape = known[name][1]
        if its_shape.type_name == "list" and its_shape.serialization.get("flattened"):
            value.setdefault(name, []).append(_value(its_shape.member, element, protocol))
        elif its_shape.type_name == "map" and its_shape.serialization.get("flattened"):
            value.setdefault(name, {}).update(_entries(its_shape, [element], protocol))
        else:
            value[name] = _value(its_shape, element, protocol)
    return value


def _value(shape: Any, element: ElementTree.Element, protocol: str) -> Any:
    if shape.type_name == "structure":
        return _structure(shape, element, protocol)
    if shape.type_name == "list":
        return [_value(shape.member, item, protocol) for item in element]
    if shape.type_name == "map":
        return _entries(shape, element, protocol)
    # A structure where a scalar should be is no text.
    return [_name(child) for child in element] if len(element) else element.text or ""


def _entries(shape: Any, elements: Iterable[ElementTree.Element], protocol: str) -> dict[str, Any]:
    entries = {}
    for entry in elements:
        parts = {_name(part): part for part in entry}
        key = parts.get(shape.key.serialization.get("name", "key"))
        value = parts.get(shape.value.serialization.get("name", "value"))
        text = (key.text if key is not None else None) or ""
        entries[text] = "" if value is None else _value(shape.value, value, protocol)
    return entries


# Errors -------------------------------------------------------------------------------------


def _error(call: Call, status: int, answer: Answer) -> Iterator[Problem]:
    code, message = _code(call, answer)
    if not code:
        text = answer.body.decode("utf-8", "replace")
        yield _wrong("error", f"{answer.status} {text}", f"not in the form of the protocol {call.protocol}")
        return
    if not isinstance(message, str):
        yield Problem("missing", "message", shape=code)
    if call.protocol == "ec2":
        return
    shape = errors.shape_of(call.model, code)
    if shape is None or code != (shape.error_code if call.protocol == "query" else shape.name):
        if code not in COMMON:
            yield _wrong("code", code, "the service has no such error")
        return
    expected = shape.metadata.get("error", {}).get("httpStatusCode", status)
    if status != expected:
        yield Problem("status", "status", status, f"{expected} in the model", code)
    if "awsQueryCompatible" in call.model.metadata:
        sent = {name.lower(): value for name, value in answer.headers}.get("x-amzn-query-error", "")
        old = errors.SQS_CODES.get(shape.name, shape.name)
        if sent.partition(";")[0] != old:
            yield _wrong("x-amzn-query-error", sent, f"{old} goes with {code}")


def _code(call: Call, answer: Answer) -> tuple[str, object]:
    """The code and the message of an error; an empty code where there is none."""
    if call.protocol in ("query", "ec2"):
        root = _element(answer.body)
        error = None
        if root is not None:
            error = root.find("{*}Error" if call.protocol == "query" else "{*}Errors/{*}Error")
        if error is None:
            return "", None
        return error.findtext("{*}Code") or "", error.findtext("{*}Message")
    value = _parsed(answer.body)
    if not isinstance(value, dict):
        return "", None
    headers = {name.lower(): text for name, text in answer.headers}
    code = headers.get("x-amzn-errortype") if call.protocol == "rest-json" else None
    code = code or value.get("__type") or value.get("code") or ""
    return str(code).partition(":")[0].rpartition("#")[2], value.get("message", value.get("Message"))
