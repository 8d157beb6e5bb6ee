"""The command line: the same services as the window, without one."""

from stanceline.cli.main import COMMANDS, main

__all__ = ["COMMANDS", "main"]
