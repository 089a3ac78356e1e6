"""Answers as a test demands: late, with an error, or from before the last write."""

from __future__ import annotations

import copy
import copyreg
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from standin import clock, errors, operations
from standin.control import CONTROL
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
        fault = CONTROL.fault(name)
        if fault:
            error = errors.of_code(call.model, fault.code, fault.message, fault.status)
            return errors.in_protocol(call.model, error).send(start_response)
        late = CONTROL.late(service)
        if not late:
            return self.app(environ, start_response)
        with self._lock:
            past = self._pasts.setdefault(service, Past(service))
        if call.name.startswith(READS):
            return past.read(self.app, environ, late).send(start_response)
        return past.write(self.app, environ).send(start_response)


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
