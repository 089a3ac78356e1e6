"""The states that a resource goes through by itself, by the clock."""

import time


class Life:
    """A state, and what comes of it when its time is up.

    Nothing runs in the background: what is due happens when somebody looks.
    """

    def __init__(self, state):
        """A resource that stays in `state` until it is told to `enter` another."""
        self._state = state
        self._due = None

    def enter(self, state, seconds, then, done=None):
        """`state` for so many seconds, then the state `then`; `done` is called at that time."""
        self._state = state
        self._due = (time.monotonic() + seconds, then, done)
        self.settle()

    def settle(self):
        # `done` may enter the next state.
        while self._due and time.monotonic() >= self._due[0]:
            _, self._state, done = self._due
            self._due = None
            if done:
                done()

    @property
    def state(self):
        self.settle()
        return self._state
