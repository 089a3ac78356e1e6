"""Whole answers of a WSGI application, for what has to look at them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]


class Answer(NamedTuple):
    #: As `200 OK`.
    status: str
    headers: Headers
    body: bytes

    def send(self, start_response: StartResponse) -> Iterable[bytes]:
        kept = [(name, value) for name, value in self.headers if name.lower() != "content-length"]
        start_response(self.status, [*kept, ("Content-Length", str(len(self.body)))])
        return [self.body]


def answer_of(app: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    started: list[tuple[str, Headers]] = []
    parts: list[bytes] = []

    def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
        started.append((status, headers))
        return parts.append

    chunks = app(environ, start)
    try:
        parts.extend(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close:
            close()
    status, headers = started[-1]
    return Answer(status, headers, b"".join(parts))
