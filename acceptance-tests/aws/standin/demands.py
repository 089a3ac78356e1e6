"""What is in a demand: `{"service.Operation": {"seconds": 3, …}}`, as FAULTS.md tells it."""

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


@dataclass
class Demand:
    seconds: float | None = None
    delay: float | None = None
    late: float | None = None
    denies: int | None = None
    loses: list[Callable[[], bool]] = field(default_factory=list)
    untagged: Fault | None = None
    ends_badly: Failure | None = None
    faults: list[Fault] = field(default_factory=list)


def demand_of(name: str, value: Any) -> Demand | None:
    """None drops what was demanded before."""
    _check_name(name)
    if value is None:
        return None
    demand = Demand()
    for kind, told in an_object(name, value).items():
        where = f"{name}: {kind}"
        if kind == "seconds":
            demand.seconds = _number(where, told)
        elif kind == "delay":
            demand.delay = _number(where, told)
        elif kind == "late":
            _check_whole(name, where)
            demand.late = _number(where, told)
        elif kind == "denies":
            demand.denies = _count(where, told)
        elif kind == "loses":
            demand.loses = [_loss(where, it) for it in (told if isinstance(told, list) else [told])]
        elif kind == "without_tags":
            _check_whole(name, where)
            demand.untagged = _untagged(where, name.partition(".")[0], told)
        elif kind == "ends_badly":
            demand.ends_badly = _failure(where, told)
        elif kind == "fails":
            demand.faults += [_fault(where, it) for it in (told if isinstance(told, list) else [told])]
        elif kind == "throttles":
            demand.faults.append(_throttling(where, name.partition(".")[0], told))
        else:
            known = "delay, denies, ends_badly, fails, late, loses, seconds, throttles, without_tags"
            raise ValueError(f"{name}: no demand {kind!r}; there are: {known}")
    return demand


def _check_name(name: str) -> None:
    service, _, operation = name.partition(".")
    model = operations.model(service)
    if model is None:
        raise ValueError(f"{name}: botocore knows no service {service!r}")
    if operation != "*" and operation not in model.operation_names:
        raise ValueError(f"{name}: {service} has no operation {operation!r}")


def _check_whole(name: str, where: str) -> None:
    service, _, operation = name.partition(".")
    if operation != "*":
        raise ValueError(f"{where} is for a whole service: {service}.*")


def an_object(where: str, value: Any) -> dict[str, Any]:
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
    _words(where, an_object(where, value), {"code", "message"}, set())
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
    _words(where, an_object(where, value), {"code"}, {"message", "status", *_WHICH})
    status = value.get("status")
    if status is not None and (isinstance(status, bool) or not isinstance(status, int) or not 400 <= status <= 599):
        raise ValueError(f"{where}.status: from 400 to 599, not {status!r}")
    message = value.get("message", "This call was to fail.")
    return Fault(_strikes(where, value), value["code"], message, status)


def _loss(where: str, value: Any) -> Callable[[], bool]:
    _words(where, an_object(where, value), set(), set(_WHICH))
    return _strikes(where, value)


def _untagged(where: str, service: str, value: Any) -> Fault:
    _words(where, an_object(where, value), set(), {"code", "message"})
    code = value.get("code") or errors.unknown_operation(operations.model(service))
    return Fault(lambda: True, code, value.get("message", "Tags are not known in this partition."))


def principal_of(where: str, value: Any) -> float | None:
    """How many policies that name a principal are refused; None drops what was demanded before."""
    if value is None:
        return None
    _words(where, an_object(where, value), set(), {"policies"})
    return _count(f"{where}: policies", value["policies"]) if "policies" in value else float("inf")


def state_of(where: str, value: Any) -> tuple[str, float | None] | None:
    """The state, and until when; None drops what was demanded before."""
    if value is None:
        return None
    told = an_object(where, value)
    for name in sorted({"state"} - set(told)):
        raise ValueError(f"{where}: {name} is missing")
    for name in sorted(set(told) - {"state", "seconds"}):
        raise ValueError(f"{where}: no {name!r}; there are: seconds, state")
    if not (isinstance(told["state"], str) and told["state"]):
        raise ValueError(f"{where}: state is text, not {told['state']!r}")
    until = clock.now() + _number(f"{where}: seconds", told["seconds"]) if "seconds" in told else None
    return told["state"], until


def _throttling(where: str, service: str, value: Any) -> Fault:
    _words(where, an_object(where, value), set(), {"rate", *_WHICH})
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
