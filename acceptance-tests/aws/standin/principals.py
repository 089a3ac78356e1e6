"""Whom policies name."""

import re


def principal_exists(account: str | None, principal: str) -> bool:
    """Users and roles of other accounts than this one are believed to exist; where it is None, all have to be there."""
    from moto.iam.models import iam_backends

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
