"""Whom policies name."""

import json
import re
from typing import Any

from standin.control import CONTROL


def principal_exists(account: str | None, principal: str) -> bool:
    """Users and roles of other accounts than this one are believed to exist; where it is None, all have to be there.

    What a test hides is not there yet: each policy is to ask once.
    """
    from moto.iam.models import iam_backends

    if CONTROL.is_hidden(principal):
        return False
    if re.fullmatch(r"\*|\d{12}|arn:[^:]+:iam::\d{12}:root|arn:[^:]+:sts::\d{12}:assumed-role/.+", principal):
        return True
    named = re.fullmatch(r"arn:([^:]+):iam::(\d{12}):(user|role)/.+", principal)
    if not named:
        return False
    partition, owner, kind = named.groups()
    if account is not None and owner != account:
        return True
    backend = iam_backends[owner][partition]
    known = backend.users.values() if kind == "user" else backend.roles.values()
    return any(it.arn == principal for it in known)


def principals_of(policy: Any) -> set[str]:
    """The accounts, users and roles that a policy names, whatever it is like otherwise."""
    found: set[str] = set()
    statements = policy.get("Statement") if isinstance(policy, dict) else None
    for statement in statements if isinstance(statements, list) else [statements]:
        principal = statement.get("Principal", statement.get("NotPrincipal")) if isinstance(statement, dict) else None
        if isinstance(principal, dict):
            named = principal.get("AWS", [])
            found.update(str(it) for it in (named if isinstance(named, list) else [named]))
    return found


def are_hidden(text: str) -> bool:
    """Whether a policy names someone whom a test hides, where the service takes all others."""
    return sum(CONTROL.is_hidden(it) for it in principals_of(json.loads(text))) > 0
