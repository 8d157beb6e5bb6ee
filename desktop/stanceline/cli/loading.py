"""The commands, each loaded when it is asked for: some take half a second to load."""

import argparse
from collections.abc import Callable

Command = Callable[[argparse.Namespace], int]
Load = Callable[[], Command]


def import_articles() -> Command:
    """The command that imports articles."""
    from stanceline.cli.commands import import_articles as command

    return command


def suggest() -> Command:
    """The command that suggests quotations, speakers and dates."""
    from stanceline.cli.suggestions import suggest as command

    return command


def search_articles() -> Command:
    """The command that searches."""
    from stanceline.cli.searches import search_articles as command

    return command


def list_things() -> Command:
    """The command that lists."""
    from stanceline.cli.commands import list_things as command

    return command


def export() -> Command:
    """The command that writes tables and pictures."""
    from stanceline.cli.exports import export as command

    return command


def check() -> Command:
    """The command that looks a workspace over."""
    from stanceline.cli.workspaces import check as command

    return command


def backup() -> Command:
    """The command that makes a backup."""
    from stanceline.cli.workspaces import backup as command

    return command


def restore() -> Command:
    """The command that restores a backup."""
    from stanceline.cli.workspaces import restore as command

    return command


def info() -> Command:
    """The command that says what a workspace holds."""
    from stanceline.cli.workspaces import info as command

    return command


def sample() -> Command:
    """The command that writes the sample."""
    from stanceline.cli.commands import sample as command

    return command
