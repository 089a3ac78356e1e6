"""The states that a resource goes through by itself, by the clock."""

import threading
from collections.abc import Callable

from standin import clock


class Life:
    """A state, and what comes of it when its time is up.

    Nothing runs in the background: what is due happens when somebody looks, and once, however many
    look at a time.
    """

    def __init__(self, state: str) -> None:
        """A resource that stays in `state` until it is told to `enter` another."""
        self._state = state
        self._due: tuple[float, str, Callable[[], object] | None] | None = None
        # `done` may look as well.
        self._lock = threading.RLock()

    def enter(self, state: str, seconds: float, then: str, done: Callable[[], object] | None = None) -> None:
        """`state` for so many seconds, then the state `then`; `done` is called at that time."""
        with self._lock:
            self._state = state
            self._due = (clock.now() + seconds, then, done)
            self.settle()

    def settle(self) -> None:
        with self._lock:
            # `done` may enter the next state.
            while self._due and clock.now() >= self._due[0]:
                _, self._state, done = self._due
                self._due = None
                if done:
                    done()

    def __deepcopy__(self, memo: object) -> "Life":
        """A view of the past stays as it was, and brings about nothing."""
        return Life(self.state)

    @property
    def state(self) -> str:
        self.settle()
        return self._state
