"""What brokers and their users may be called, and what passwords may be."""

import re

from standin.patches.mq.errors import bad

_BROKER = re.compile(r"[A-Za-z0-9_-]{1,50}")

#: Of users and, for ActiveMQ, of their groups.
_USER = {"ACTIVEMQ": re.compile(r"[A-Za-z0-9._~-]{2,100}"), "RABBITMQ": re.compile(r"[A-Za-z0-9._-]{2,100}")}

_MOST_GROUPS = 20

_FEWEST_CHARACTERS = 4


def check_broker(name):
    if not _BROKER.fullmatch(name):
        message = f"Broker name [{name}] is invalid. Enter 1 to 50 letters, numbers, dashes and underscores."
        raise bad("brokerName", message)


def check_user(engine, name, password, console_access, groups, replication):
    """A user as it is to be; a password that is None is not to change, and the others are off."""
    if not _USER[engine].fullmatch(name):
        also = "" if engine == "RABBITMQ" else " and tildes"
        message = (
            f"Username [{name}] is invalid. "
            f"Enter 2 to 100 letters, numbers, dashes, periods{',' if also else ' and'} underscores{also}."
        )
        raise bad("username", message)
    if engine == "RABBITMQ" and name == "guest":
        raise bad("username", "Username [guest] is invalid for RabbitMQ brokers.")
    if password is not None:
        _check_password(password)
    if len(groups or []) > _MOST_GROUPS:
        raise bad("groups", f"A user is in at most [{_MOST_GROUPS}] groups.")
    for group in groups or []:
        if not _USER["ACTIVEMQ"].fullmatch(group):
            message = (
                f"Group [{group}] is invalid. Enter 2 to 100 letters, numbers, dashes, periods, underscores and tildes."
            )
            raise bad("groups", message)
    if replication and console_access:
        message = (
            "Replication user couldn't have console access. "
            "[replicationUser] and [consoleAccess] are mutually exclusive parameters."
        )
        raise bad("replicationUser", message)


def _check_password(password):
    if not 12 <= len(password) <= 250:
        raise bad("password", "Password is invalid. Enter a password 12 to 250 characters long.")
    if set(password) & set(",:="):
        message = "Password is invalid. Make sure your password doesn't contain invalid characters [, :=]."
        raise bad("password", message)
    if len(set(password)) < _FEWEST_CHARACTERS:
        message = f"Password is invalid. Enter a password with at least {_FEWEST_CHARACTERS} unique characters."
        raise bad("password", message)
