"""What can be named is told in a module of its own; here it is held against what does it."""

import argparse

import pytest

from stanceline.cli import loading, names
from stanceline.cli.commands import LISTS
from stanceline.cli.main import parser
from stanceline.services.exporting import TABLES


def test_all_that_can_be_listed_can_be_named():
    assert tuple(sorted(LISTS)) == names.LISTED


def test_all_that_can_be_exported_can_be_named():
    assert ("timeline", *TABLES) == names.EXPORTED


@pytest.mark.parametrize("name", names.COMMANDS)
def test_every_command_that_can_be_named_can_be_loaded(name: str):
    (commands,) = (
        each.choices for each in parser()._actions if isinstance(each, argparse._SubParsersAction)
    )
    assert tuple(commands) == names.COMMANDS
    load = commands[name].get_default("load")
    assert load in vars(loading).values()
    assert callable(load())
