"""One key, one command: whatever somebody chose and whatever stands in a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.ui.commands.keymap import (
    OF_FIELDS,
    Bound,
    Trouble,
    key_text,
    keys_of_all,
    owner_of,
    trouble_with,
    with_key,
)

COMMANDS = [
    Bound("open", ("Ctrl+O",)),
    Bound("redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    Bound("help", ("F1",)),
    Bound("never", ()),
]
FIXED = frozenset({"Q", "Alt+D", "Alt+F"})


def test_without_a_choice_every_command_has_its_usual_keys():
    keys = keys_of_all(COMMANDS, {}, FIXED)
    assert keys == {
        "open": ("Ctrl+O",),
        "redo": ("Ctrl+Shift+Z", "Ctrl+Y"),
        "help": ("F1",),
        "never": (),
    }


def test_a_chosen_key_is_taken_from_the_command_that_has_it_by_default():
    keys = keys_of_all(COMMANDS, {"never": ["Ctrl+Y"]}, FIXED)
    assert keys["never"] == ("Ctrl+Y",)
    assert keys["redo"] == ("Ctrl+Shift+Z",)


def test_taking_a_key_over_leaves_the_other_command_its_other_keys():
    keys = keys_of_all(COMMANDS, {}, FIXED)
    chosen = with_key({}, keys, "open", "Ctrl+Y")
    assert chosen == {"open": ("Ctrl+Y",), "redo": ("Ctrl+Shift+Z",)}
    assert owner_of("Ctrl+Y", keys_of_all(COMMANDS, chosen, FIXED)) == "open"
    assert with_key({}, keys, "open", "") == {"open": ()}


@pytest.mark.parametrize(
    ("key", "trouble"),
    [
        ("Q", Trouble.OF_A_LETTER),
        ("Shift+A", Trouble.OF_A_LETTER),
        ("Tab", Trouble.OF_A_LETTER),
        ("Alt+D", Trouble.FIXED),
        ("Alt+F", Trouble.FIXED),
        ("Ctrl+C", Trouble.FIXED),
        ("Ctrl+K, Ctrl+L", Trouble.UNUSABLE),
        ("nonsense", Trouble.UNUSABLE),
        ("Ctrl", Trouble.UNUSABLE),
        ("", Trouble.UNUSABLE),
        ("F5", None),
        ("Shift+F5", None),
        ("Ctrl+Shift+Y", None),
        ("Alt+Left", None),
        ("Ctrl++", None),
    ],
)
def test_a_key_can_be_given_or_it_is_said_why_not(key, trouble):
    assert trouble_with(key, FIXED) == trouble


def test_keys_are_written_in_one_way():
    assert key_text("ctrl+shift+o") == "Ctrl+Shift+O"
    assert key_text(17) == ""
    assert key_text("x" * 500) == ""


_KEYS = st.sampled_from(["Ctrl+O", "Ctrl+Y", "F1", "Q", "Alt+D", "Ctrl+C", "F7", "nonsense"])


@given(
    st.dictionaries(
        st.sampled_from(["open", "redo", "help", "never", "gone"]),
        st.lists(_KEYS | st.text("ACtrl+,ShiFf1 ", max_size=12), max_size=5),
    )
)
def test_no_key_ever_belongs_to_two_commands(chosen):
    keys = keys_of_all(COMMANDS, chosen, FIXED)
    given_out = [key for each in keys.values() for key in each]
    assert len(given_out) == len(set(given_out))
    assert not set(given_out) & (FIXED | OF_FIELDS)
    assert set(keys) == {each.id for each in COMMANDS}
