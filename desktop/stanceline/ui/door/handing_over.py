"""Handing files over to the program when it runs already, without loading Qt for that.

The running program has a door: for each user one per display and folder of settings. It is
a Unix socket in a folder that is closed to other users, on Windows a named pipe. Who knocks
is greeted, says on one line of JSON what is to be opened, and hears that it was taken.

A start that is given an option is a process of its own, and has no door.
"""

import hashlib
import os
import platform
import sys
import time
from collections.abc import Sequence

from stanceline.services.places import config_folder
from stanceline.ui.door.messages import PAUSE_S, Answer, request_for

if sys.platform == "win32":
    from stanceline.ui.door.windows import (
        PATIENCE_FOR_A_DOOR_S,
        Door,
        knock,
        open_door,
        user_name,
    )
else:
    from stanceline.ui.door.posix import (
        PATIENCE_FOR_A_DOOR_S,
        Door,
        knock,
        open_door,
        user_name,
    )

__all__ = ["Door", "files_of", "hand_over"]

# What makes another desktop of the same user; the last is that of a session on Windows.
_DISPLAY = ("WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM", "SESSIONNAME")


def files_of(arguments: Sequence[str]) -> list[str] | None:
    """The files that a start is given; None when it is a process of its own."""
    # Finder gives each program that it starts a number.
    named = [each for each in arguments if not each.startswith("-psn_")]
    return None if any(each.startswith("-") for each in named) else named


def hand_over(files: Sequence[str]) -> tuple[bool, Door | None]:
    """Whether the running program took the files, and else the door of this one.

    Without either, this program opens the files by itself and cannot be reached: another
    one hangs, or there is no place for a door.
    """
    request = request_for(files)
    if request is None:
        return False, None
    name = _name()
    until_s = time.monotonic() + PATIENCE_FOR_A_DOOR_S
    while True:
        answer = knock(name, request)
        if answer is not Answer.NOBODY:
            return answer is Answer.TAKEN, None
        door = open_door(name)
        # Without one somebody else is just opening a door, or closing it.
        if door is not None or time.monotonic() > until_s:
            return False, door
        time.sleep(PAUSE_S)


def _name() -> str:
    """What tells this user's door on this display, for this folder of settings, from others."""
    display = [os.environ.get(name, "") for name in _DISPLAY]
    parts = (platform.node(), user_name(), *display, str(config_folder().absolute()))
    told = "\0".join(parts).encode("utf-8", "surrogateescape")
    return hashlib.sha256(told).hexdigest()[:16]
