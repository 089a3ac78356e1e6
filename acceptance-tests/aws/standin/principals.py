"""Whom policies name."""

import re


def principal_exists(account: str, principal: str) -> bool:
    """Users and roles of other accounts are believed to exist: nobody can know here."""
    from moto.iam.models import iam_backends

    if re.fullmatch(r"\*|\d{12}|arn:[^:]+:iam::\d{12}:root|arn:[^:]+:sts::\d{12}:assumed-role/.+", principal):
        return True
    named = re.fullmatch(r"arn:([^:]+):iam::(\d{12}):(user|role)/.+", principal)
    if not named:
        return False
    partition, owner, kind = named.groups()
    if owner != account:
        return True
    backend = iam_backends[account][partition]
    known = backend.users.values() if kind == "user" else backend.roles.values()
    return any(it.arn == principal for it in known)
