"""What everything with an ARN and a life has in common."""

from standin.control import CONTROL
from standin.life import Life


class Resource:
    arn: str
    life: Life

    @property
    def state(self) -> str:
        """What a test demands it to be in, or what it has come to by itself."""
        state = self.life.state
        return state if state == "DELETED" else CONTROL.state(self.arn) or state
