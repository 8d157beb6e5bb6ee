"""The command line: the same services as the window, without one."""

from stanceline.cli.main import main
from stanceline.cli.names import COMMANDS

__all__ = ["COMMANDS", "main"]
