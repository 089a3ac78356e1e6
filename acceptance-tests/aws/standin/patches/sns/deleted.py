"""What SNS goes on to tell of what was deleted."""

from typing import Any

from moto.sns.models import SNSBackend

from standin import clock
from standin.settings import SETTINGS


def remember(backend: SNSBackend, arn: str, thing: object, setting: str) -> None:
    """For as many seconds as the setting says."""
    deleted = vars(backend).setdefault("deleted", {})
    deleted[arn] = thing, clock.now() + SETTINGS[setting]


def remembered(backend: SNSBackend, arn: str) -> Any:
    thing, until = vars(backend).get("deleted", {}).get(arn, (None, 0.0))
    return thing if clock.now() < until else None
