"""Answers as a test demands: late, with an error, from before the last write, or not at all."""

from __future__ import annotations

import copy
import copyreg
import json
import socket
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NoReturn

from standin import clock, errors, operations, shapes
from standin.control import CONTROL
from standin.demands import Fault
from standin.operations import Call
from standin.wsgi import Answer, answer_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: How the names of operations begin that change nothing.
READS = ("Describe", "Get", "List")


class Faults:
    """WSGI middleware; CONTROL says what is demanded."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app
        self._lock = threading.Lock()
        self._pasts: dict[str, Past] = {}

    def reset(self) -> None:
        self._pasts.clear()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        call = operations.call(environ)
        if call is None or call.operation is None:
            return self.app(environ, start_response)
        service = call.model.service_name
        name = f"{service}.{call.name}"
        time.sleep(CONTROL.delay(name))
        fault = CONTROL.fault(name) or _without_tags(call, environ) or _denied(call)
        if fault:
            error = errors.of_code(call.model, fault.code, fault.message, fault.status)
            return errors.in_protocol(call.model, error).send(start_response)
        late, is_lost, denies = CONTROL.late(service), CONTROL.loses(name), CONTROL.denies(name)
        if not (late or is_lost or denies):
            return self.app(environ, start_response)
        answer = self._late(call, environ, late) if late else answer_of(self.app, environ)
        if denies and answer.status.startswith("2"):
            CONTROL.deny(service, denies)
        if is_lost:
            _hang_up(environ)
        return answer.send(start_response)

    def _late(self, call: Call, environ: WSGIEnvironment, late: float) -> Answer:
        service = call.model.service_name
        with self._lock:
            past = self._pasts.setdefault(service, Past(service))
        if call.name.startswith(READS):
            return past.read(self.app, environ, late)
        return past.write(self.app, environ)


def _denied(call: Call) -> Fault | None:
    """What a read fails with that is not let in yet."""
    if not call.name.startswith(READS) or not CONTROL.is_denied(call.model.service_name):
        return None
    code, status, message = errors.denial(call.model, call.name)
    return Fault(lambda: True, code, message, status)


def _without_tags(call: Call, environ: WSGIEnvironment) -> Fault | None:
    """What a call that concerns tags fails with in a partition that has none."""
    fault = CONTROL.untagged(call.model.service_name)
    return fault if fault and _concerns_tags(call, environ.get("standin.body", b"")) else None


def _concerns_tags(call: Call, body: bytes) -> bool:
    if "Tag" in call.name:
        return True
    shape = call.operation.input_shape
    members = {} if shape is None else shape.members
    flat = shapes.Flat(call.params, call.protocol)
    for member, its_shape in members.items():
        if member.lower() not in ("tags", "tagspecifications"):
            continue
        if call.protocol in ("query", "ec2"):
            if any(it.startswith(f"{flat.name(its_shape, member)}.") for it in call.params):
                return True
        elif json.loads(body or b"{}").get(its_shape.serialization.get("name", member)):
            return True
    return False


def _hang_up(environ: WSGIEnvironment) -> NoReturn:
    """Closes the connection. The server takes the error for a client that went away."""
    environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError("the answer was to be lost")


#: The attributes of each backend of a service.
State = dict[int, dict[str, Any]]


class Past:
    """What a service was like before its latest writes."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._lock = threading.Lock()
        #: When a write was done, and what was before it; the oldest first.
        self._before: list[tuple[float, State]] = []

    def write(self, app: WSGIApplication, environ: WSGIEnvironment) -> Answer:
        with self._lock:
            before = {id(backend): _copied(backend) for backend in self._backends()}
            answer = answer_of(app, environ)
            self._before.append((clock.now(), before))
            return answer

    def read(self, app: WSGIApplication, environ: WSGIEnvironment, late: float) -> Answer:
        with self._lock:
            now = clock.now()
            self._before = [(written, state) for written, state in self._before if now < written + late]
            if not self._before:
                return answer_of(app, environ)
            _, state = self._before[0]
            backends = self._backends()
            present = [backend.__dict__ for backend in backends]
            try:
                for backend in backends:
                    backend.__dict__ = state.get(id(backend)) or _empty(backend)
                return answer_of(app, environ)
            finally:
                for backend, attributes in zip(backends, present):
                    backend.__dict__ = attributes

    def _backends(self) -> list[Any]:
        """Of every account and region that has been asked for."""
        from moto.core.base_backend import BackendDict

        every: list[Any] = vars(BackendDict)["_instances"]
        services = [it for it in every if it.service_name == self.service]
        return [backend for service in services for account in service.values() for backend in account.values()]


def _copied(backend: Any) -> dict[str, Any]:
    # What refers to the backend goes on to do so: it will be the one with these attributes.
    return copy.deepcopy(backend.__dict__, {id(backend): backend})


def _empty(backend: Any) -> dict[str, Any]:
    fresh = type(backend)(backend.region_name, backend.account_id)
    return dict(vars(fresh))


# Locks are not for copying; who has a copy needs a lock of his own.
copyreg.pickle(threading.Condition, lambda _: (threading.Condition, ()))
copyreg.pickle(type(threading.Lock()), lambda _: (threading.Lock, ()))
copyreg.pickle(type(threading.RLock()), lambda _: (threading.RLock, ()))
