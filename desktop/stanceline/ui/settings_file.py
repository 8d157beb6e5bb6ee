"""Reading a file of settings, whatever lies in its place."""

import os
import stat
from pathlib import Path

# Ours take a few kilobytes; what is larger is no file of settings.
_MOST_BYTES = 4_000_000
_DEEPEST = 8


def content_of(path: Path) -> str:
    """What is in the file; raises OSError where it is none, and ValueError where it is no text.

    A pipe or a device in its place is not waited for.
    """
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise ValueError("it is no ordinary file")
        with os.fdopen(file, "rb", closefd=False) as opened:
            content = opened.read(_MOST_BYTES + 1)
    finally:
        os.close(file)
    if len(content) > _MOST_BYTES:
        raise ValueError("it is too large")
    return content.decode("utf-8")


def is_shallow(values: dict[str, object]) -> bool:
    """Whether what lies in one another there is no deeper than ours, so that it can be written."""
    layer: list[object] = [values]
    for _ in range(_DEEPEST):
        layer = [inner for value in layer for inner in _inside(value)]
        if not layer:
            return True
    return False


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
