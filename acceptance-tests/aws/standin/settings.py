"""Settings of the stand-in that a test may change while it runs.

Each has a default that suits most tests, an environment variable for the whole life of the
server, and a place in `/moto-api/standin/settings`. A reset takes all back to where they
were at the start, so that no test leaves its settings to the next.
"""

import os
from collections.abc import Mapping
from typing import Any

#: name -> (default, what it is for)
KNOWN: dict[str, tuple[float | bool, str]] = {
    "kafka_old_clusters": (
        False,
        "clusters are told as AWS tells those of 2022, without StorageMode, VpcConnectivity and what else came later",
    ),
    "kafka_young_secrets_seconds": (
        0.0,
        "MSK does not see a secret that it has just heard of, as AWS does not where the secret is new",
    ),
    "kinesis_daily_limits": (
        False,
        "AWS lets a stream switch its mode twice, and reshards it ten times, in 24 hours",
    ),
    "sns_archives_hold_topics": (
        False,
        "AWS deletes no topic that has an ArchivePolicy, and takes one away for {} alone, not for nothing at all",
    ),
    "sns_deleted_subscriptions_seconds": (
        0.0,
        "AWS goes on to tell the attributes of a subscription for a while after it, or its topic, was deleted",
    ),
    "sns_deleted_topics_seconds": (
        0.0,
        "the attributes of a topic are told for so long after it was deleted; AWS has not been seen to do so",
    ),
    "sns_endpoints_confirm": (
        True,
        "HTTP endpoints confirm their subscriptions by themselves, as AWS asks of whoever owns them",
    ),
    "sqs_deleted_recently_seconds": (
        0.0,
        "AWS refuses to create a queue for 60 seconds after one of the same name was deleted",
    ),
    "sqs_one_encryption": (
        True,
        "SqsManagedSseEnabled is false where a queue has a KMS key, and stays so when the key goes; moto says true",
    ),
    "sqs_principals_exist": (
        False,
        "AWS refuses the policy of a queue that names a user or a role that IAM does not know",
    ),
}


class UnknownSetting(ValueError):
    """A name that is no setting, or a value of the wrong kind."""


class Settings:
    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = os.environ if environ is None else environ
        self._values: dict[str, Any] = {}
        self.reset()

    def reset(self) -> None:
        self._values = {name: default for name, (default, _) in KNOWN.items()}
        for name in KNOWN:
            text = self._environ.get("STANDIN_" + name.upper())
            if text is not None:
                self._set(name, text)

    def update(self, values: Mapping[str, object]) -> None:
        """All or nothing."""
        before = dict(self._values)
        try:
            for name, value in values.items():
                self._set(name, value)
        except UnknownSetting:
            self._values = before
            raise

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def as_dict(self) -> dict[str, Any]:
        return dict(self._values)

    def _set(self, name: str, value: Any) -> None:
        if name not in KNOWN:
            raise UnknownSetting(f"no setting {name!r}; there are: {', '.join(sorted(KNOWN))}")
        kind = type(KNOWN[name][0])
        if kind is bool:
            text = str(value).lower()
            if text not in ("true", "false"):
                raise UnknownSetting(f"{name} is true or false, not {value!r}")
            self._values[name] = text == "true"
            return
        try:
            self._values[name] = kind(value)
        except (TypeError, ValueError):
            raise UnknownSetting(f"{name} is a {kind.__name__}, not {value!r}") from None


#: The settings of this server; moto's state is global in the same way.
SETTINGS = Settings()
