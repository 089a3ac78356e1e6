"""What a test demands of operations: how long they take, which of them fail, and how.

An operation is named `service.Operation` by botocore's names, as `kafka.UpdateBrokerCount`;
`kafka.*` is every operation of the service. FAULTS.md tells what can be demanded.
"""

import collections
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from standin import clock, errors, operations


class Failure(NamedTuple):
    """What an operation that ends badly leaves behind as its reason."""

    code: str
    message: str

    @property
    def state_info(self) -> dict[str, str]:
        """As MSK tells it of what is FAILED."""
        return {"Code": self.code, "Message": self.message}


class Fault:
    """Which calls are answered with an error, and with which."""

    def __init__(self, strikes: Callable[[], bool], code: str, message: str, status: int | None = None) -> None:
        #: Is asked once for each call.
        self.strikes = strikes
        self.code, self.message, self.status = code, message, status


class Control:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        self._seconds: dict[str, float] = {}
        self._delays: dict[str, float] = {}
        self._late: dict[str, float] = {}
        self._faults: dict[str, list[Fault]] = {}
        self._failures: dict[str, collections.deque[Failure]] = {}
        self._states: dict[str, tuple[str, float | None]] = {}

    def demand(self, demands: Any) -> None:
        """Takes `{"service.Operation": {"seconds": 3, …}}`; all of it, or nothing and a ValueError."""
        read = {name: _demand(name, value) for name, value in _object("the demands", demands).items()}
        for name, demand in read.items():
            if demand is None:
                self.forget(name)
                continue
            if demand.seconds is not None:
                self.take(name, demand.seconds)
            if demand.delay is not None:
                self._delays[name] = demand.delay
            if demand.late is not None:
                self._late[name] = demand.late
            if demand.faults:
                self._faults[name] = demand.faults
            if demand.ends_badly:
                self.end_badly(name, demand.ends_badly)

    def forget(self, name: str) -> None:
        """Drops what was demanded by this name."""
        demands: list[dict[str, Any]] = [self._seconds, self._delays, self._late, self._faults, self._failures]
        for kind in demands:
            kind.pop(name, None)

    def take(self, operation: str, seconds: float) -> None:
        """What `operation` begins takes this long from now on; nothing, until this is called."""
        self._seconds[operation] = float(seconds)

    def seconds(self, operation: str) -> float:
        return self._seconds.get(operation, self._seconds.get(_all(operation), 0.0))

    def delay(self, operation: str) -> float:
        """How long the answer is held back."""
        return self._delays.get(operation, self._delays.get(_all(operation), 0.0))

    def late(self, service: str) -> float:
        """For how long after a write the service's reads do not show it."""
        return self._late.get(f"{service}.*", 0.0)

    def fault(self, operation: str) -> Fault | None:
        """What the call that is made now fails with. Each call is to be told here, once."""
        with self._lock:
            faults = [*self._faults.get(operation, []), *self._faults.get(_all(operation), [])]
            # Every one counts the call, whether or not it is the one that strikes.
            striking = [fault for fault in faults if fault.strikes()]
            return striking[0] if striking else None

    def end_badly(self, operation: str, failure: Failure) -> None:
        """What the next call of `operation` begins will not succeed."""
        with self._lock:
            self._failures.setdefault(operation, collections.deque()).append(failure)

    def failure(self, operation: str) -> Failure | None:
        """The Failure that what is begun now ends with, or None. Each is handed out once."""
        with self._lock:
            waiting = self._failures.get(operation) or self._failures.get(_all(operation))
            return waiting.popleft() if waiting else None

    def enter(self, demands: Any) -> None:
        """Takes `{"arn:…": {"state": "HEALING", "seconds": 3}}`; all of it, or nothing and a ValueError."""
        for resource, state in {it: _state(it, told) for it, told in _object("the states", demands).items()}.items():
            if state is None:
                self._states.pop(resource, None)
            else:
                self._states[resource] = state

    def state(self, resource: str) -> str | None:
        """The state that the resource of this ARN was told to be in, if any."""
        state, until = self._states.get(resource, (None, None))
        return None if until is not None and clock.now() >= until else state


def _all(operation: str) -> str:
    return operation.partition(".")[0] + ".*"


# What is in a demand --------------------------------------------------------------------------


@dataclass
class Demand:
    seconds: float | None = None
    delay: float | None = None
    late: float | None = None
    ends_badly: Failure | None = None
    faults: list[Fault] = field(default_factory=list)


def _demand(name: str, value: Any) -> Demand | None:
    """None drops what was demanded before."""
    _check_name(name)
    if value is None:
        return None
    demand = Demand()
    for kind, told in _object(name, value).items():
        where = f"{name}: {kind}"
        if kind == "seconds":
            demand.seconds = _number(where, told)
        elif kind == "delay":
            demand.delay = _number(where, told)
        elif kind == "late":
            if not name.endswith(".*"):
                raise ValueError(f"{where} is for a whole service: {_all(name)}")
            demand.late = _number(where, told)
        elif kind == "ends_badly":
            demand.ends_badly = _failure(where, told)
        elif kind == "fails":
            demand.faults += [_fault(where, it) for it in (told if isinstance(told, list) else [told])]
        elif kind == "throttles":
            demand.faults.append(_throttling(where, name.partition(".")[0], told))
        else:
            known = "delay, ends_badly, fails, late, seconds, throttles"
            raise ValueError(f"{name}: no demand {kind!r}; there are: {known}")
    return demand


def _check_name(name: str) -> None:
    service, _, operation = name.partition(".")
    model = operations.model(service)
    if model is None:
        raise ValueError(f"{name}: botocore knows no service {service!r}")
    if operation != "*" and operation not in model.operation_names:
        raise ValueError(f"{name}: {service} has no operation {operation!r}")


def _object(where: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{where}: an object, not {value!r}")
    return value


def _number(where: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise ValueError(f"{where}: a number of seconds, not {value!r}")
    return float(value)


def _count(where: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{where}: a whole number from 1 on, not {value!r}")
    return value


def _words(where: str, value: dict[str, Any], needed: set[str], known: set[str]) -> None:
    for name in sorted(needed - set(value)):
        raise ValueError(f"{where}: {name} is missing")
    for name in sorted(set(value) - needed - known):
        raise ValueError(f"{where}: no {name!r}; there are: {', '.join(sorted(needed | known))}")
    for name in ("code", "message"):
        if name in value and not (isinstance(value[name], str) and value[name]):
            raise ValueError(f"{where}: {name} is text, not {value[name]!r}")


def _failure(where: str, value: Any) -> Failure:
    _words(where, _object(where, value), {"code", "message"}, set())
    return Failure(value["code"], value["message"])


#: Which calls fail, by their number, the first since the demand being 1, and the number told.
_WHICH: dict[str, Callable[[int, int], bool]] = {
    "next": lambda call, number: call <= number,
    "call": lambda call, number: call == number,
    "every": lambda call, number: call % number == 0,
    "from": lambda call, number: call >= number,
}


def _strikes(where: str, value: dict[str, Any]) -> Callable[[], bool]:
    told = sorted(set(value) & set(_WHICH))
    if len(told) > 1:
        raise ValueError(f"{where}: {' or '.join(told)}, not both")
    which = told[0] if told else "next"
    number = _count(f"{where}.{which}", value.get(which, 1))
    calls = 0

    def strikes() -> bool:
        nonlocal calls
        calls += 1
        return _WHICH[which](calls, number)

    return strikes


def _fault(where: str, value: Any) -> Fault:
    _words(where, _object(where, value), {"code"}, {"message", "status", *_WHICH})
    status = value.get("status")
    if status is not None and (isinstance(status, bool) or not isinstance(status, int) or not 400 <= status <= 599):
        raise ValueError(f"{where}.status: from 400 to 599, not {status!r}")
    message = value.get("message", "This call was to fail.")
    return Fault(_strikes(where, value), value["code"], message, status)


def _state(where: str, value: Any) -> tuple[str, float | None] | None:
    """The state, and until when; None drops what was demanded before."""
    if value is None:
        return None
    told = _object(where, value)
    for name in sorted({"state"} - set(told)):
        raise ValueError(f"{where}: {name} is missing")
    for name in sorted(set(told) - {"state", "seconds"}):
        raise ValueError(f"{where}: no {name!r}; there are: seconds, state")
    if not (isinstance(told["state"], str) and told["state"]):
        raise ValueError(f"{where}: state is text, not {told['state']!r}")
    until = clock.now() + _number(f"{where}: seconds", told["seconds"]) if "seconds" in told else None
    return told["state"], until


def _throttling(where: str, service: str, value: Any) -> Fault:
    _words(where, _object(where, value), set(), {"rate", *_WHICH})
    code, status = errors.throttling(operations.model(service))
    if "rate" not in value:
        return Fault(_strikes(where, value), code, errors.TOO_FAST, status)
    if len(value) > 1:
        raise ValueError(f"{where}: rate goes with nothing else")
    rate = value["rate"]
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate < float("inf"):
        raise ValueError(f"{where}.rate: calls in a second, not {rate!r}")
    return Fault(_Bucket(float(rate)), code, errors.TOO_FAST, status)


class _Bucket:
    """Lets so many calls through in a second, and as many at once."""

    def __init__(self, rate: float) -> None:
        self._rate, self._size = rate, max(1.0, rate)
        self._tokens, self._time = self._size, clock.now()

    def __call__(self) -> bool:
        """Whether a call is one too many."""
        now = clock.now()
        self._tokens = min(self._size, self._tokens + (now - self._time) * self._rate)
        self._time = now
        if self._tokens < 1:
            return True
        self._tokens -= 1
        return False


#: The demands on this server; moto's state is global in the same way.
CONTROL = Control()
