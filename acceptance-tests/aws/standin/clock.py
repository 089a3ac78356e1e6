"""The clock by which operations take their time. Tests set it forward instead of waiting."""

import time

_ahead = 0.0


def now() -> float:
    """Seconds since some time that does not matter."""
    return time.monotonic() + _ahead


def advance(seconds: float) -> None:
    """From now on it is so much later."""
    global _ahead
    _ahead += seconds
