"""What a test demands of operations: how long they take, which of them fail, and how.

An operation is named `service.Operation` by botocore's names, as `kafka.UpdateBrokerCount`;
`kafka.*` is every operation of the service. FAULTS.md tells what can be demanded.
"""

import collections
import threading
from collections.abc import Callable
from typing import Any

from standin import clock
from standin.demands import Failure, Fault, an_object, demand_of, principal_of, state_of


class Control:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        self._seconds: dict[str, float] = {}
        self._delays: dict[str, float] = {}
        self._late: dict[str, float] = {}
        self._faults: dict[str, list[Fault]] = {}
        self._untagged: dict[str, Fault] = {}
        self._loses: dict[str, list[Callable[[], bool]]] = {}
        self._denies: dict[str, int] = {}
        #: service -> how many reads are still denied
        self._denied: dict[str, int] = {}
        #: principal -> how many policies that name it are still refused
        self._unknown: dict[str, float] = {}
        self._failures: dict[str, collections.deque[Failure]] = {}
        self._states: dict[str, tuple[str, float | None]] = {}

    def demand(self, demands: Any) -> None:
        """Takes `{"service.Operation": {"seconds": 3, …}}`; all of it, or nothing and a ValueError."""
        read = {name: demand_of(name, value) for name, value in an_object("the demands", demands).items()}
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
            if demand.denies is not None:
                self._denies[name] = demand.denies
            if demand.loses:
                self._loses[name] = demand.loses
            if demand.untagged:
                self._untagged[name] = demand.untagged
            if demand.faults:
                self._faults[name] = demand.faults
            if demand.ends_badly:
                self.end_badly(name, demand.ends_badly)

    def forget(self, name: str) -> None:
        """Drops what was demanded by this name."""
        demands: list[dict[str, Any]] = [
            self._seconds,
            self._delays,
            self._late,
            self._denies,
            self._loses,
            self._untagged,
            self._faults,
            self._failures,
        ]
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
            # Every one counts the call, whether or not it is the one that strikes.
            striking = [fault for fault in self._of_both(self._faults, operation) if fault.strikes()]
            return striking[0] if striking else None

    def loses(self, operation: str) -> bool:
        """Whether the answer of the call that is made now does not arrive. Each is to be told here, once."""
        with self._lock:
            return sum(strikes() for strikes in self._of_both(self._loses, operation)) > 0

    @staticmethod
    def _of_both(demands: dict[str, list[Any]], operation: str) -> list[Any]:
        """What is demanded of the operation, and of the service."""
        return [*demands.get(operation, []), *demands.get(_all(operation), [])]

    def untagged(self, service: str) -> Fault | None:
        """What calls that concern tags fail with, where the service is to know no tags."""
        return self._untagged.get(f"{service}.*")

    def denies(self, operation: str) -> int:
        """How many reads of the service are denied after a call of this operation that works."""
        return self._denies.get(operation, self._denies.get(_all(operation), 0))

    def deny(self, service: str, reads: int) -> None:
        with self._lock:
            self._denied[service] = reads

    def is_denied(self, service: str) -> bool:
        """Whether the read that is made now is denied. Each is to be told here, once."""
        with self._lock:
            left = self._denied.get(service, 0)
            self._denied[service] = max(0, left - 1)
            return left > 0

    def hide(self, demands: Any) -> None:
        """Takes `{"arn:…": {"policies": 3}}`; all of it, or nothing and a ValueError."""
        told = an_object("the principals", demands)
        for principal, policies in {it: principal_of(it, value) for it, value in told.items()}.items():
            if policies is None:
                self._unknown.pop(principal, None)
            else:
                self._unknown[principal] = policies

    def is_hidden(self, principal: str) -> bool:
        """Whether IAM is not to know a principal yet. Each policy that names it is to be told here, once."""
        with self._lock:
            left = self._unknown.get(principal, 0)
            if left:
                self._unknown[principal] = left - 1
            return left > 0

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
        for resource, state in {
            it: state_of(it, told) for it, told in an_object("the states", demands).items()
        }.items():
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


#: The demands on this server; moto's state is global in the same way.
CONTROL = Control()
