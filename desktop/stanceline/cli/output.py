"""What commands print: JSON or plain lines on standard output, messages beside it."""

import io
import json
import os
import sys
from collections.abc import Iterable


def set_up_streams() -> None:
    """Write UTF-8 where a program reads, and what a terminal cannot show as its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def drop_output() -> None:
    """Have what is still to be written vanish, since nobody can take it.

    Without this Python would complain at its end.
    """
    try:
        target = sys.stdout.fileno()
    except io.UnsupportedOperation:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, target)
    os.close(nowhere)


def print_json(value: object) -> None:
    """Print one JSON document."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def print_json_line(value: object) -> None:
    """Print one JSON object on a line of its own, at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_lines(lines: Iterable[str]) -> None:
    """Print plain lines."""
    for line in lines:
        sys.stdout.write(line + "\n")


def tell(message: str) -> None:
    """Say something to the user that is no result."""
    sys.stderr.write(message + "\n")


def cut(text: str, length: int = 72) -> str:
    """The text as one line of at most this length."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
