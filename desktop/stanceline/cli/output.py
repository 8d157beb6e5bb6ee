"""What commands print: JSON or plain lines on standard output, messages beside it."""

import io
import json
import os
import sys
from collections.abc import Iterable
from typing import TextIO, cast


def set_up_streams() -> None:
    """Write UTF-8 where a program reads, and what a terminal cannot show as its code.

    A stream that was closed before the start becomes one that fails when it is used, except
    the one for messages: those go nowhere then.
    """
    # Each is opened for what it is not for, so that its use is an error. The numbers must
    # not stay free: what a workspace is written to could get them.
    sys.stdin = sys.stdin or _stand_in(os.O_WRONLY, "r")
    sys.stdout = sys.stdout or _stand_in(os.O_RDONLY, "w")
    sys.stderr = sys.stderr or _stand_in(os.O_WRONLY, "w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _stand_in(flags: int, mode: str) -> TextIO:
    return cast(
        "TextIO", os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8", closefd=False)
    )


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
