"""What a test demands of operations: how long they take, and which of them end badly.

An operation is named `service.Operation` by botocore's names, as `kafka.UpdateBrokerCount`.
"""

import collections
import threading

#: What an operation that ends badly leaves behind as its reason.
Failure = collections.namedtuple("Failure", "code message")


class Control:
    def __init__(self):
        self._lock = threading.Lock()
        self.reset()

    def reset(self):
        self._seconds = {}
        self._failures = {}

    def demand(self, demands):
        """Takes `{"service.Operation": {"seconds": 3, "ends_badly": {"code": "", "message": ""}}}`."""
        for operation, demand in demands.items():
            unknown = set(demand) - {"seconds", "ends_badly"}
            if unknown:
                raise ValueError(f"{operation}: no demand {', '.join(sorted(unknown))}")
            if "seconds" in demand:
                self.take(operation, demand["seconds"])
            if "ends_badly" in demand:
                self.end_badly(operation, Failure(**demand["ends_badly"]))

    def take(self, operation, seconds):
        """What `operation` begins takes this long from now on; nothing, until this is called."""
        self._seconds[operation] = float(seconds)

    def seconds(self, operation):
        return self._seconds.get(operation, 0.0)

    def end_badly(self, operation, failure):
        """What the next call of `operation` begins will not succeed."""
        with self._lock:
            self._failures.setdefault(operation, collections.deque()).append(failure)

    def failure(self, operation):
        """The Failure that what is begun now ends with, or None. Each is handed out once."""
        with self._lock:
            waiting = self._failures.get(operation)
            return waiting.popleft() if waiting else None


#: The demands on this server; moto's state is global in the same way.
CONTROL = Control()
