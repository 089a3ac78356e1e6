"""Which operation of which service a request is for, by botocore's service models."""

from __future__ import annotations

import functools
import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, unquote

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

#: Services whose name in a signature is not botocore's name of them.
SIGNING_NAMES = {
    "elasticfilesystem": "efs",
    "elasticloadbalancing": "elbv2",
    "elasticmapreduce": "emr",
    "monitoring": "cloudwatch",
    "states": "stepfunctions",
    "tagging": "resourcegroupstaggingapi",
}

_SCOPE = re.compile(r"Credential=[^/,]+/\d{8}/[^/,]+/([^/,]+)/aws4_request")
_loading = threading.Lock()


@functools.cache
def load(name: str) -> Any:
    """The model of a service by botocore's name of it; None where botocore has none."""
    import botocore.exceptions
    from botocore.loaders import Loader
    from botocore.model import ServiceModel

    try:
        return ServiceModel(Loader().load_service_model(name, "service-2"), name)
    except (botocore.exceptions.UnknownServiceError, botocore.exceptions.DataNotFoundError):
        return None


def service(authorization: str | None) -> Any:
    """The model of the service that a request is signed for; None where there is none."""
    scope = _SCOPE.search(authorization or "")
    if not scope:
        return None
    name = scope.group(1).lower()
    return model(SIGNING_NAMES.get(name, name))


def model(name: str) -> Any:
    """`load`, for several threads."""
    with _loading:
        return load(name)


@functools.cache
def _routes(name: str) -> list[tuple[str, re.Pattern[str], list[str], dict[str, str], int, Any]]:
    """[(method, pattern of the path, constants of the query, literal characters, operation)]"""
    model = load(name)
    routes = []
    for operation_name in model.operation_names:
        operation = model.operation_model(operation_name)
        path, _, query = operation.http["requestUri"].partition("?")
        pattern, literal = "", 0
        for part in re.split(r"(\{[^}]+\})", path.rstrip("/")):
            if part.startswith("{"):
                # A label is one segment of the path as it was sent, where a slash is %2F.
                pattern += "(.+)" if part.endswith("+}") else "([^/]+)"
            else:
                pattern += re.escape(part)
                literal += len(part)
        labels = [label.rstrip("+") for label in re.findall(r"\{([^}]+)\}", path)]
        constants = {key: value for key, _, value in (part.partition("=") for part in query.split("&") if part)}
        routes.append((operation.http["method"], re.compile(pattern + "/?"), labels, constants, literal, operation))
    return sorted(routes, key=lambda route: (-len(route[3]), -route[4]))


def rest_operation(model: Any, method: str, raw_path: str, query: dict[str, list[str]]) -> tuple[Any, dict[str, str]]:
    """The operation and the labels of its path; (None, {}) where no path is like it."""
    for its_method, pattern, labels, constants, _, operation in _routes(model.service_name):
        if its_method != method or any(query.get(key, [None])[0] != value for key, value in constants.items()):
            continue
        found = pattern.fullmatch(raw_path)
        if found:
            return operation, dict(zip(labels, map(unquote, found.groups())))
    return None, {}


@dataclass(frozen=True)
class Call:
    """What a request asks for. `operation` is None where the service has none of this name."""

    model: Any
    protocol: str
    name: str
    operation: Any
    #: What the path, the query and the form hold.
    labels: dict[str, str] = field(default_factory=dict)
    query: dict[str, list[str]] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)


def call(environ: WSGIEnvironment) -> Call | None:
    """None for what cannot be told: see the top of `request_checks.py`."""
    model = service(environ.get("HTTP_AUTHORIZATION"))
    return call_of(model, environ) if model else None


def call_of(model: Any, environ: WSGIEnvironment) -> Call | None:
    protocol = model.metadata["protocol"]
    if "cbor" in environ.get("CONTENT_TYPE", ""):
        return None  # as Java's SDK writes to Kinesis
    if environ.get("HTTP_X_AMZ_TARGET"):
        prefix, _, name = environ["HTTP_X_AMZ_TARGET"].rpartition(".")
        if prefix != model.metadata.get("targetPrefix"):
            return None  # another service that signs by the same name
        return Call(model, "json", name, _named(model, name))
    if protocol in ("query", "ec2"):
        params = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
        body = environ.get("standin.body", b"").decode("utf-8", "replace")
        params.update(parse_qsl(body, keep_blank_values=True))
        if params.get("Version") != model.api_version:
            return None  # another service that signs by the same name
        name = params.get("Action", "")
        return Call(model, protocol, name, _named(model, name), params=params)
    if protocol == "rest-json":
        path = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ.get("PATH_INFO", "")
        query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        operation, labels = rest_operation(model, environ["REQUEST_METHOD"], path.partition("?")[0], query)
        if operation is None:
            return None  # moto says so itself
        return Call(model, protocol, operation.name, operation, labels, query)
    return None


def _named(model: Any, name: str) -> Any:
    return model.operation_model(name) if name in model.operation_names else None
