"""Reads Java's properties, the format of the configurations of Kafka and of Kafka Connect."""

import re

_LINE = re.compile(r"((?:[^\s=:\\]|\\.)+)\s*[=:]?\s*(.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


def parse(text: str) -> dict[str, str]:
    """Of a name that is there twice, the last counts."""
    found: dict[str, str] = {}
    for line in _logical_lines(text):
        match = _LINE.fullmatch(line)
        if match:
            found[_unescaped(match[1])] = _unescaped(match[2].rstrip())
        else:
            found[""] = line
    return found


def _logical_lines(text: str) -> list[str]:
    """The lines that say something, those that end in a backslash joined with the next."""
    lines: list[str] = []
    open_line: str | None = None
    for line in text.splitlines():
        line = line.lstrip()
        if open_line is None and (not line or line[0] in "#!"):
            continue
        line = (open_line or "") + line
        trailing = len(line) - len(line.rstrip("\\"))
        if trailing % 2:
            open_line = line[:-1]
        else:
            open_line = None
            lines.append(line)
    return lines + ([open_line] if open_line else [])


def _unescaped(text: str) -> str:
    def meant(escape: re.Match[str]) -> str:
        what = escape[1]
        return chr(int(what[1:], 16)) if len(what) == 5 else _CONTROLS.get(what, what)

    return _ESCAPE.sub(meant, text)
