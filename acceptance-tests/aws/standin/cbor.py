"""Requests in CBOR, as the newest SDKs send them to CloudWatch, for moto, which knows JSON and queries.

A request is put into the service's JSON protocol before anything looks at it, and its answer into
CBOR at the end: https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from standin import operations
from standin.wsgi import Answer, answer_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PATH = re.compile(r"/service/(\w+)/operation/(\w+)$")


class Cbor:
    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = _PATH.search(environ.get("PATH_INFO", ""))
        model = operations.service(environ.get("HTTP_AUTHORIZATION")) if path else None
        if not path or model is None or path[2] not in model.operation_names:
            return self.app(environ, start_response)
        body = json.dumps(_read(environ["standin.body"]), default=_seconds).encode()
        environ |= {
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/x-amz-json-1.0",
            "HTTP_X_AMZ_TARGET": f"{path[1]}.{path[2]}",
            "PATH_INFO": "/",
            "RAW_URI": "/",
            "REQUEST_URI": "/",
            "standin.body": body,
            "wsgi.input": io.BytesIO(body),
        }
        answer = answer_of(self.app, environ)
        members = json.loads(answer.body or b"{}")
        shape = model.operation_model(path[2]).output_shape if answer.status.startswith("2") else None
        headers = [(name, value) for name, value in answer.headers if name.lower() != "content-type"]
        headers += [("Content-Type", "application/cbor"), ("smithy-protocol", "rpc-v2-cbor")]
        return Answer(answer.status, headers, _written(members, shape)).send(start_response)


def _read(body: bytes) -> Any:
    from botocore.parsers import RpcV2CBORParser

    # What says no length is read by looking ahead.
    stream = io.BufferedReader(io.BytesIO(body))
    return RpcV2CBORParser().parse_data_item(stream) if body else {}


def _seconds(value: datetime) -> float:
    return value.timestamp()


def _written(members: dict[str, Any], shape: Any) -> bytes:
    """Members of an answer by its shape; those of an error, which are texts, without one."""
    from botocore.model import ShapeResolver
    from botocore.serialize import RpcV2CBORSerializer

    if shape is None:
        text = {"type": "string"}
        error = {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}}
        shape = ShapeResolver({"Text": text, "Error": error}).get_shape_by_name("Error")
        members = {name: value for name, value in members.items() if isinstance(value, str)}
    else:
        members = {name: value for name, value in members.items() if name in shape.members}
    written = bytearray()
    RpcV2CBORSerializer()._serialize_data_item(written, members, shape)
    return bytes(written)
