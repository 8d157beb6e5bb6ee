"""Starts the program: a command when one is named, else the window."""

import sys

from stanceline.cli import COMMANDS
from stanceline.cli import main as run_command

_CLI_OPTIONS = ("-h", "--help", "--version")


def main() -> int:
    """Run what the command line asks for and return the exit status."""
    arguments = sys.argv[1:]
    if arguments and (arguments[0] in COMMANDS or arguments[0] in _CLI_OPTIONS):
        return run_command(arguments)
    # Imported late: commands need no window.
    from stanceline.ui.app import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
