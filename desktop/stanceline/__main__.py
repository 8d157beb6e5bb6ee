"""Starts the program: a command when one is named, else the window."""

import builtins
import gc
import os
import sys
from pathlib import Path

from stanceline.bundled import free_environment
from stanceline.seldom import NAMED_BY_NUMPY, NAMED_BY_SQLALCHEMY, load_hashes, put_off

_STOPPED = 1
_CLI_OPTIONS = ("-h", "--help", "--version")


def main() -> int:
    """Run what the command line asks for and return the exit status."""
    # All that is loaded stays: to look through it for garbage, again and again, takes a
    # fifth of the time to the first window, and later makes it stutter.
    gc.disable()
    free_environment()
    try:
        return _start(sys.argv[1:])
    except KeyboardInterrupt:
        if sys.stderr is not None:  # It was closed before the start.
            sys.stderr.write("stanceline: stopped.\n")
        return _STOPPED


def _start(arguments: list[str]) -> int:
    # All is imported late, since who stops the program while it loads shall see a sentence
    # too; and commands need no window.
    if arguments and _is_command(arguments[0]):
        from stanceline.cli import main as run_command

        return run_command(arguments)
    load_hashes()  # Before the door, which makes a sum.
    from stanceline.ui.door.handing_over import files_of, hand_over

    files, door = files_of(arguments), None
    if files is not None:
        is_taken, door = hand_over(files)
        if is_taken:
            return 0
    load_window()
    from stanceline.ui.app import run

    return run(arguments, door)


def load_window() -> None:
    """Load all that the window needs, as quickly as it goes."""
    gc.disable()
    load_hashes()
    with put_off(NAMED_BY_NUMPY):
        import numpy  # noqa: F401, ICN001 - to be there
    with put_off(NAMED_BY_SQLALCHEMY):
        import sqlalchemy.dialects.sqlite
        import sqlalchemy.orm  # noqa: F401 - to be there

    plain_import = builtins.__import__

    # Qt's binding looks through the source of every module that is loaded after it, for a
    # manner of writing that is not ours. That takes a tenth of the time to the first window.
    import PySide6.QtCore  # noqa: F401 - what puts the looking through in its place

    builtins.__import__ = plain_import
    import stanceline.ui.app  # noqa: F401 - to be there

    gc.freeze()
    gc.enable()


def _is_command(first: str) -> bool:
    """Whether the first word is for the command line, be it a command or a slip of one."""
    from stanceline.cli import COMMANDS
    from stanceline.domain.files import SUFFIX

    if first in COMMANDS or first in _CLI_OPTIONS:
        return True
    is_option = first.startswith("-")
    # os.path.exists says no where pathlib raises: of names that are too long, for one.
    is_there = os.path.exists(first)  # noqa: PTH110 - see above
    # Without a place to say what is wrong, as on Windows, the window says that there is no file.
    can_tell = sys.stderr is not None
    return not is_option and Path(first).suffix != SUFFIX and not is_there and can_tell


if __name__ == "__main__":
    sys.exit(main())
