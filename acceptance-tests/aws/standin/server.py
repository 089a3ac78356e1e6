"""The server: moto's, with the patches applied and the request checks in front."""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import socket
import sys
import threading
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from standin.answer_checks import AnswerChecks
from standin.cbor import Cbor
from standin.control import CONTROL
from standin.faults import Faults
from standin.request_checks import Report, RequestChecks
from standin.services import Services
from standin.settings import SETTINGS, UnknownSetting

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from werkzeug.serving import BaseWSGIServer

ADMIN = "/moto-api/standin/"


class Admin:
    """What a test may ask of the stand-in itself, below moto's own `/moto-api/`.

    GET, POST settings   the settings as a JSON object; POST changes those it names
    POST operations      how long operations take, and which fail: see FAULTS.md
    POST principals      whom IAM does not know yet: see FAULTS.md
    POST states          which states resources are to be in: see FAULTS.md
    GET refusals         requests that the checks refused since the last reset
    GET violations       answers since the last reset that AWS would not give
    """

    def __init__(self, faults: Faults, requests: RequestChecks, answers: AnswerChecks) -> None:
        self.faults, self.requests, self.answers = faults, requests, answers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/moto-api/reset":
            SETTINGS.reset()
            CONTROL.reset()
            self.faults.reset()
            self.requests.refusals.clear()
            self.answers.violations.clear()
        if not path.startswith(ADMIN):
            return self.faults(environ, start_response)
        status, body = self.answer(environ, path[len(ADMIN) :])
        data = json.dumps(body).encode()
        start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(data)))])
        return [data]

    def answer(self, environ: WSGIEnvironment, name: str) -> tuple[str, Any]:
        method = environ["REQUEST_METHOD"]
        demand = {"operations": CONTROL.demand, "principals": CONTROL.hide, "states": CONTROL.enter}.get(name)
        if demand and method == "POST":
            try:
                demand(json.loads(environ["standin.body"]))
            except ValueError as error:
                return "400 Bad Request", {"message": str(error)}
            return "200 OK", {}
        if name == "refusals" and method == "GET":
            return "200 OK", list(self.requests.refusals)
        if name == "violations" and method == "GET":
            return "200 OK", list(self.answers.violations)
        if name != "settings" or method not in ("GET", "POST"):
            return "404 Not Found", {"message": f"no {method} {name}"}
        if method == "POST":
            try:
                SETTINGS.update(json.loads(environ["standin.body"]))
            except (UnknownSetting, AttributeError, ValueError) as error:
                return "400 Bad Request", {"message": str(error)}
        return "200 OK", SETTINGS.as_dict()


class WholeBody:
    """Reads the body before anything else, so that it can be read twice, and a client that
    keeps its connection is not left with half of a request that was refused."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH")
        chunked = environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked"
        body = environ["wsgi.input"].read() if chunked else environ["wsgi.input"].read(int(length or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ.pop("wsgi.input_terminated", None)
        environ["standin.body"] = body
        return self.app(environ, start_response)


def application(report: Report | None = None) -> WSGIApplication:
    """The whole WSGI application; `report` is called with each refusal and each violation."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    from standin import patches

    patches.apply()
    moto = DomainDispatcherApplication(create_backend_app)
    requests = RequestChecks(Services(moto), report)
    answers = AnswerChecks(requests, report)
    return WholeBody(Cbor(Admin(Faults(answers), requests, answers)))


def make_server(host: str = "127.0.0.1", port: int = 0, verbose: bool = False) -> BaseWSGIServer:
    """A server that listens but does not serve yet; `server_port` is known."""
    import werkzeug.serving
    from moto.moto_server.werkzeug_app import MotoRequestHandler

    if not verbose:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
    report = (lambda kind, note: print(kind, json.dumps(note), file=sys.stderr)) if verbose else None
    # A socket of our own: werkzeug prints advice and exits where the port is taken.
    with socket.create_server((host, port), backlog=128) as listener:
        port = listener.getsockname()[1]
        server = werkzeug.serving.make_server(
            host, port, application(report), threaded=True, request_handler=MotoRequestHandler, fd=listener.fileno()
        )
    server.server_port = port
    server.daemon_threads = True  # type: ignore[attr-defined]  # of the threaded one
    # moto calls itself in places, and takes the port from here.
    os.environ["MOTO_PORT"] = str(port)
    return server


def exit_with_input() -> None:
    """Ends this process when standard input does: a parent that is killed leaves nothing behind."""

    def wait() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="standin", description="A stand-in for AWS in tests.")
    parser.add_argument("-H", "--host", default="127.0.0.1")
    parser.add_argument("-p", "--port", type=int, default=0, help="0, the default, takes any free port")
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument("--quiet", dest="verbose", action="store_false", help="one line with the URL (default)")
    loudness.add_argument("--verbose", action="store_true", help="log each request, and why one was refused")
    parser.set_defaults(verbose=False)
    parser.add_argument("--exit-with-input", action="store_true", help="end when standard input is closed")
    options = parser.parse_args(argv)

    try:
        server = make_server(options.host, options.port, options.verbose)
    except OSError as error:
        sys.exit(f"cannot listen on {options.host}:{options.port}: {os.strerror(error.errno or 0)}")
    if options.exit_with_input:
        exit_with_input()
    print(f"http://{options.host}:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
