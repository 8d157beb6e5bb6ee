"""The help page of the keys says what is true, and all of it."""

import re

import pytest

from builders import BRIDGE, an_article
from stanceline.bundled import RESOURCES
from stanceline.ui.commands.fixed_keys import fixed_keys
from stanceline.ui.commands.keymap import key_text

_WRITTEN = {"←": "Left", "→": "Right", "↑": "Up", "↓": "Down", "Delete": "Del"}
_ALSO_SAID = {"Ctrl+Enter", "Ctrl+C", "Enter", "↑", "↓", "Alt", "Shift", "Ctrl+[", "Ctrl+]"}
_OF_QT = {"Ctrl+=", "Alt+Shift+End", "Alt+Shift+Home", "Ctrl+Return", "Ctrl+Z", "Return"}


@pytest.fixture
def window(open_window, workspace):
    an_article(workspace, BRIDGE)
    return open_window(workspace)


def keys_told() -> set[str]:
    page = (RESOURCES / "help" / "6-keys.md").read_text("utf-8")
    told = set()
    for written in re.findall(r"\*\*(.+?)\*\*(?!\*)", page):
        if written in _ALSO_SAID or "›" in written or written == "Ctrl":
            continue
        *modifiers, last = [written] if written == "+" else re.split(r"\+(?=.)", written)
        told.add("+".join([*modifiers, _WRITTEN.get(last, last)]))
    return told


def test_every_usual_key_of_a_command_is_on_the_page(window):
    usual = {key_text(key) for command in window.commands.all() for key in command.defaults}
    assert usual - keys_told() - _OF_QT == set()


def test_every_key_on_the_page_does_something(window):
    usual = {key_text(key) for command in window.commands.all() for key in command.defaults}
    fixed = {key for each in fixed_keys() for key in each.keys}
    assert keys_told() - usual - fixed == set()
