"""How a mend is put in the place of what it patches.

A new version of moto may rename what is replaced here, or call it otherwise, and then a mend
changes nothing or breaks something else. So what is replaced has to be there, what is added must
not be, and what moto's own were like is noted: `tests/test_moto.py` compares the notes with
`tests/moto.txt`, which was made with the version that the patches were written for.
"""

import functools
import hashlib
import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

#: What was replaced, and what it was like; what was added.
REPLACED: dict[str, str] = {}
ADDED: set[str] = set()


def replace(owner: type | ModuleType, **members: object) -> None:
    """Gives a class, or a module, of moto other members in the place of those it has."""
    for name, member in members.items():
        place = _place(owner, name)
        if not hasattr(owner, name):
            raise AttributeError(f"moto has no {place} that could be replaced: is it called otherwise now?")
        REPLACED.setdefault(place, _likeness(inspect.getattr_static(owner, name)))
        setattr(owner, name, member)


def add(owner: type | ModuleType, **members: object) -> None:
    """Gives a class, or a module, of moto members that it lacks."""
    for name, member in members.items():
        place = _place(owner, name)
        if hasattr(owner, name):
            raise AttributeError(f"moto has {place} by now: is the mend still needed?")
        ADDED.add(place)
        setattr(owner, name, member)


def route(urls: ModuleType, path: str, answer: Callable[..., Any]) -> None:
    """Makes moto answer a path that it does not know."""
    place = f"{urls.__name__} {path}"
    if path in urls.url_paths:
        raise AttributeError(f"moto has {place} by now: is the mend still needed?")
    ADDED.add(place)
    urls.url_paths[path] = answer


def _place(owner: type | ModuleType, name: str) -> str:
    if isinstance(owner, ModuleType):
        return f"{owner.__name__}.{name}"
    return f"{owner.__module__}.{owner.__qualname__}.{name}"


def _likeness(member: Any) -> str:
    """What is called how; the number at the end changes with the source."""
    if isinstance(member, property):
        return f"property {_likeness(member.fget)}"
    if isinstance(member, functools.cached_property):
        return f"property {_likeness(member.func)}"
    if isinstance(member, (staticmethod, classmethod)):
        return f"{type(member).__name__} {_likeness(member.__func__)}"
    if not callable(member):
        return repr(member)
    # Names of the parameters, and which may be left out; what they are said to hold matters less.
    parameters = [str(it.replace(annotation=it.empty)) for it in inspect.signature(member).parameters.values()]
    source = hashlib.sha256(inspect.getsource(member).encode()).hexdigest()[:8]
    return f"({', '.join(parameters)}) {source}"
