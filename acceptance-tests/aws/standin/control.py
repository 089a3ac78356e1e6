"""What a test demands of operations: how long they take, and which of them end badly.

An operation is named `service.Operation` by botocore's names, as `kafka.UpdateBrokerCount`.
"""

import collections
import threading
from typing import Any, NamedTuple


class Failure(NamedTuple):
    """What an operation that ends badly leaves behind as its reason."""

    code: str
    message: str


class Control:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        self._seconds: dict[str, float] = {}
        self._failures: dict[str, collections.deque[Failure]] = {}

    def demand(self, demands: dict[str, dict[str, Any]]) -> None:
        """Takes `{"service.Operation": {"seconds": 3, "ends_badly": {"code": "", "message": ""}}}`."""
        for operation, demand in demands.items():
            unknown = set(demand) - {"seconds", "ends_badly"}
            if unknown:
                raise ValueError(f"{operation}: no demand {', '.join(sorted(unknown))}")
            if "seconds" in demand:
                self.take(operation, demand["seconds"])
            if "ends_badly" in demand:
                self.end_badly(operation, Failure(**demand["ends_badly"]))

    def take(self, operation: str, seconds: float) -> None:
        """What `operation` begins takes this long from now on; nothing, until this is called."""
        self._seconds[operation] = float(seconds)

    def seconds(self, operation: str) -> float:
        return self._seconds.get(operation, 0.0)

    def end_badly(self, operation: str, failure: Failure) -> None:
        """What the next call of `operation` begins will not succeed."""
        with self._lock:
            self._failures.setdefault(operation, collections.deque()).append(failure)

    def failure(self, operation: str) -> Failure | None:
        """The Failure that what is begun now ends with, or None. Each is handed out once."""
        with self._lock:
            waiting = self._failures.get(operation)
            return waiting.popleft() if waiting else None


#: The demands on this server; moto's state is global in the same way.
CONTROL = Control()
