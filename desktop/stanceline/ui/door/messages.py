"""What is said at the door of the running program: a greeting, a request, and that it is taken."""

import json
import os
import time
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple, Protocol

GREETING = b"stanceline 1\n"
TAKEN = b"taken\n"
MOST_BYTES = 8_000_000
"""The longest request; no system takes a longer command line."""

PATIENCE_S = 1.0
"""How long one that runs is waited for: who does not answer in this time hangs."""
PATIENCE_WHILE_BUSY_S = 8.0
"""How long one is waited for that is at work, as far as the system tells."""
PATIENCE_AT_START_S = 15.0
"""How long one that is just starting is waited for."""
PAUSE_S = 0.02

_ACTIVATION = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


class Request(NamedTuple):
    """What somebody wants of the running program.

    ``files`` are absolute paths; without any, the program is to come to the front.
    ``token`` is what the desktop gave the start, so that a window may come to the front.
    """

    files: tuple[str, ...] = ()
    token: str = ""

    def as_line(self) -> bytes:
        """The request as it is sent."""
        # ASCII, since a path may hold bytes that are no text and that UTF-8 refuses.
        return json.dumps({"files": self.files, "token": self.token}).encode("ascii") + b"\n"


def request_in(line: bytes) -> Request | None:
    """The request that was sent, None where the line is none."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    files, token = values.get("files"), values.get("token")
    if not isinstance(files, list) or not isinstance(token, str):
        return None
    if not all(isinstance(path, str) and os.path.isabs(path) for path in files):  # noqa: PTH117
        return None
    return Request(tuple(files), token)


def request_for(files: Sequence[str]) -> Request | None:
    """The request for files as they were named; None where they cannot be found from elsewhere."""
    token = next((os.environ[name] for name in _ACTIVATION if os.environ.get(name)), "")
    try:
        return Request(tuple(absolute(each) for each in files), token)
    except OSError:  # The folder in which the program was started is gone.
        return None


def absolute(file: str) -> str:
    """The absolute path of a file as it was named, be it by an address that begins with file:.

    Raises OSError for a relative path where the current folder is gone.
    """
    if file[:5].lower() == "file:":
        # Imported late: hardly ever is a file named so.
        from urllib.parse import urlsplit
        from urllib.request import url2pathname

        file = url2pathname(urlsplit(file).path)
    # Not resolved: the name that somebody chose is the one that is shown.
    return os.path.abspath(file)  # noqa: PTH100


class Answer(Enum):
    """How it went to knock."""

    TAKEN = "taken"
    NOBODY = "nobody"
    """There is no door, or its owner is gone."""
    NONE = "none"
    """Somebody is there who does not answer, or is none of ours."""


class Line(Protocol):
    """A connection to a running program."""

    def send(self, data: bytes) -> None:
        """Send all of it. Raises OSError."""

    def receive(self, until_s: float) -> bytes:
        """What has come, nothing when it was closed. Raises OSError, also when time is up."""


def talk(line: Line, request: Request, patience_s: float) -> Answer:
    """Have the request taken over the line."""
    until_s = time.monotonic() + patience_s
    try:
        greeting = _heard(line, GREETING, until_s)
        if not greeting:
            return Answer.NOBODY
        if greeting != GREETING:
            return Answer.NONE
        line.send(request.as_line())
        return Answer.TAKEN if _heard(line, TAKEN, until_s) == TAKEN else Answer.NONE
    except ConnectionError:
        return Answer.NOBODY
    except OSError:
        return Answer.NONE


def _heard(line: Line, expected: bytes, until_s: float) -> bytes:
    told = b""
    while len(told) < len(expected):
        part = line.receive(until_s)
        if not part:
            break
        told += part
    return told
