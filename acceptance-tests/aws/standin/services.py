"""Services that the stand-in answers itself, by botocore's model, where moto's would be of no use.

A service is made of operations: functions of a backend and of the request's members, by the
model's names of them, that return the answer's members. Paths, queries, bodies and errors are
written here, as the model has them (the rest-json protocol).

The request checks stand in front: what comes here is as the model demands.
"""

from __future__ import annotations

import base64
import functools
import json
import os
import re
import threading
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from botocore.utils import parse_timestamp

from standin import operations
from standin.operations import Call
from standin.wsgi import Answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from botocore.model import ServiceModel, Shape, StructureShape

Members = dict[str, Any]
Function = Callable[[Any, Members], Members | None]

_CREDENTIAL = re.compile(r"Credential=([^/,]+)/\d{8}/([^/,]+)/")


class ServiceError(Exception):
    """An error by the model's name of it; `members` are those of its shape besides the message."""

    def __init__(self, code: str, message: str, **members: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.members = code, message, members


class Service:
    """One service of all accounts and regions; `backends` is moto's dictionary of them."""

    def __init__(self, name: str, backends: Any) -> None:
        self.name = name
        self.backends = backends
        self.functions: dict[str, Function] = {}

    @functools.cached_property
    def model(self) -> ServiceModel:
        return operations.model(self.name)

    def operation(self, name: str) -> Callable[[Function], Function]:
        """Makes a function the one that answers the operation of this name."""

        def register(function: Function) -> Function:
            if name in self.functions:
                raise ValueError(f"{self.name}.{name} is answered by two functions")
            self.functions[name] = function
            return function

        return register

    def answer(self, call: Call, environ: WSGIEnvironment) -> Answer:
        function = self.functions.get(call.name)
        if function is None:
            raise NotImplementedError(call.name)
        parameters = read(call, environ.get("standin.body", b""))
        output = call.operation.output_shape
        try:
            members = function(self._backend(environ), parameters) or {}
            body = write(output, members) if output else None
        except ServiceError as error:
            return self._error(error)
        return _answer(call.operation.http.get("responseCode", 200), body)

    def _error(self, error: ServiceError) -> Answer:
        shape = self.model.shape_for(error.code)
        members = {member: error.members.get(member) for member in shape.members}
        members.update({member: error.message for member in shape.members if member.lower() == "message"})
        return _answer(shape.metadata["error"]["httpStatusCode"], write(shape, members), error.code)

    def _backend(self, environ: WSGIEnvironment) -> Any:
        from moto.iam.models import get_account_id_from

        found = _CREDENTIAL.search(environ["HTTP_AUTHORIZATION"])
        key, region = found.groups() if found else ("", "us-east-1")
        account = os.environ.get("MOTO_ACCOUNT_ID") or environ.get("HTTP_X_MOTO_ACCOUNT_ID")
        return self.backends[account or get_account_id_from(key)][region]


def _answer(status: int, body: Members | None, error: str = "") -> Answer:
    headers = [("x-amzn-RequestId", str(uuid.uuid4()))]
    if body is not None:
        headers.append(("Content-Type", "application/json"))
    if error:
        headers.append(("x-amzn-ErrorType", error))
    data = b"" if body is None else json.dumps(body).encode()
    return Answer(f"{status} {HTTPStatus(status).phrase}", headers, data)


class Services:
    """WSGI middleware that answers for the services of `KNOWN`, and leaves the others to moto."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app
        self._locks: dict[str, threading.RLock] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        call = operations.call(environ)
        if call is None:
            return self.app(environ, start_response)
        name = call.model.service_name
        # State is global, and its changes are short: one request to a service at a time. moto takes
        # no locks, and calls itself from one service for another only.
        with self._locks.setdefault(name, threading.RLock()):
            service = KNOWN.get(name)
            if service is None:
                return self.app(environ, start_response)
            return service.answer(call, environ).send(start_response)


#: botocore's name -> the service.
KNOWN: dict[str, Service] = {}


# From the wire and to it --------------------------------------------------------------------


def read(call: Call, body: bytes) -> Members:
    """The members of a request, by the model's names; those that were not sent are not there."""
    shape = call.operation.input_shape
    if shape is None:
        return {}
    sent = json.loads(body) if body.strip() else {}
    members: Members = {}
    for member, its_shape in shape.members.items():
        name = its_shape.serialization.get("name", member)
        location = its_shape.serialization.get("location")
        if location == "uri":
            members[member] = _value(its_shape, call.labels[name])
        elif location == "querystring":
            if name in call.query:
                values = call.query[name]
                members[member] = _value(its_shape, values if its_shape.type_name == "list" else values[0])
        elif location is None and sent.get(name) is not None:
            members[member] = _value(its_shape, sent[name])
    return members


def _value(shape: Shape, value: Any) -> Any:
    kind = shape.type_name
    if kind == "structure":
        found = {}
        for member, its_shape in shape.members.items():
            item = value.get(its_shape.serialization.get("name", member))
            if item is not None:
                found[member] = _value(its_shape, item)
        return found
    if kind == "list":
        return [_value(shape.member, item) for item in value]
    if kind == "map":
        return {key: _value(shape.value, item) for key, item in value.items()}
    if kind in ("integer", "long"):
        return int(value)
    if kind in ("float", "double"):
        return float(value)
    if kind == "boolean":
        return value if isinstance(value, bool) else value == "true"
    if kind == "blob":
        return base64.b64decode(value)
    if kind == "timestamp":
        return parse_timestamp(value)
    return value


def write(shape: StructureShape, members: Members) -> Members:
    """The body of an answer. What is None is left out; what the model does not know is a mistake."""
    unknown = set(members) - set(shape.members)
    if unknown:
        raise KeyError(f"{shape.name} has no {', '.join(sorted(unknown))}")
    return {
        its_shape.serialization.get("name", member): _wire(its_shape, members[member])
        for member, its_shape in shape.members.items()
        if members.get(member) is not None
    }


def _wire(shape: Shape, value: Any) -> Any:
    kind = shape.type_name
    if kind == "structure":
        return write(shape, value)
    if kind == "list":
        return [_wire(shape.member, item) for item in value]
    if kind == "map":
        return {key: _wire(shape.value, item) for key, item in value.items()}
    if kind == "blob":
        return base64.b64encode(value).decode()
    if kind == "timestamp":
        if shape.serialization.get("timestampFormat") == "iso8601":
            return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        return value.timestamp()
    return value


def now() -> datetime:
    return datetime.now(timezone.utc)
