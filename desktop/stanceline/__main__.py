"""Starts the program: a command when one is named, else the window."""

import sys
from pathlib import Path

from stanceline.cli import COMMANDS
from stanceline.cli import main as run_command
from stanceline.services.workspace import SUFFIX

_CLI_OPTIONS = ("-h", "--help", "--version")


def main() -> int:
    """Run what the command line asks for and return the exit status."""
    arguments = sys.argv[1:]
    if arguments and _is_command(arguments[0]):
        return run_command(arguments)
    # Imported late: commands need no window.
    from stanceline.ui.app import run

    return run(arguments)


def _is_command(first: str) -> bool:
    """Whether the first word is for the command line, be it a command or a slip of one."""
    if first in COMMANDS or first in _CLI_OPTIONS:
        return True
    path = Path(first)
    is_option = first.startswith("-")
    return not is_option and path.suffix != SUFFIX and not path.exists()


if __name__ == "__main__":
    sys.exit(main())
