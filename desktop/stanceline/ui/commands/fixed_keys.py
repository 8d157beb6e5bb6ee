"""The keys that belong to the article, the cards and the lists, and cannot be changed."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow

from stanceline.records import dataclass

_NUMBERS = tuple("123456789")


@dataclass(frozen=True, slots=True)
class FixedKey:
    """Keys that do one thing in one part of the window.

    Those that are ``yielding`` do it only while words are selected, and are free otherwise.
    """

    where: str
    keys: tuple[str, ...]
    what: str
    yielding: bool = False


def fixed_keys() -> list[FixedKey]:
    """All of them, in the language of the window."""
    return [
        *_in_the_article(),
        *_on_a_selection(),
        *_while_editing(),
        *_on_a_card(),
        *_in_a_list(),
        *_on_the_timeline(),
    ]


def _in_the_article() -> list[FixedKey]:
    where = _tr("In the article")
    return [
        FixedKey(where, ("Q",), _tr("Mark the selection as a quotation")),
        FixedKey(where, ("E",), _tr("Note an event from the selection; edit a suggestion")),
        FixedKey(where, ("V",), _tr("Add the selection as evidence to an event")),
        FixedKey(where, ("A", "+"), _tr("Add the selection to the utterance of the mark")),
        FixedKey(where, ("T",), _tr("Next topic for stance keys")),
        FixedKey(where, ("Tab", "Shift+Tab"), _tr("Next and previous suggestion")),
        FixedKey(where, ("Return",), _tr("Accept the suggestion; on a mark, show it")),
        FixedKey(where, ("Backspace",), _tr("Reject the suggestion")),
        FixedKey(where, ("Del",), _tr("Delete the mark")),
        FixedKey(where, _NUMBERS, _tr("Set the stance of the mark; accept the suggestion with it")),
        FixedKey(
            where,
            tuple(f"Shift+{number}" for number in _NUMBERS),
            _tr("The same for the later suggestions of the speaker"),
        ),
        FixedKey(where, ("Esc",), _tr("Let go of the mark")),
        FixedKey(where, ("F3", "Shift+F3"), _tr("Find the next and the previous place")),
    ]


def _on_a_selection() -> list[FixedKey]:
    where = _tr("On selected words")
    end, start = ("Alt+Right", "Alt+Left"), ("Alt+Shift+Right", "Alt+Shift+Left")
    return [
        FixedKey(where, end, _tr("Move the end by a word"), yielding=True),
        FixedKey(where, start, _tr("Move the start by a word")),
        FixedKey(where, ("Alt+End", "Alt+Shift+End"), _tr("Move the end by a sentence")),
        FixedKey(where, ("Alt+Home", "Alt+Shift+Home"), _tr("Move the start by a sentence")),
    ]


def _while_editing() -> list[FixedKey]:
    where = _tr("While the text is edited")
    return [
        FixedKey(where, ("Ctrl+Return",), _tr("Store the text")),
        FixedKey(where, ("Esc",), _tr("Ask whether to store it")),
        FixedKey(where, ("Ctrl+Z", "Ctrl+Shift+Z"), _tr("Undo and redo the typing"), yielding=True),
    ]


def _on_a_card() -> list[FixedKey]:
    where = _tr("On a card")
    return [
        FixedKey(where, tuple(f"Alt+{n}" for n in _NUMBERS), _tr("Set the stance")),
        FixedKey(where, ("Alt+T",), _tr("Next topic")),
        FixedKey(where, ("Alt+C",), _tr("Next certainty")),
        FixedKey(where, ("Alt+K",), _tr("Next kind of quotation")),
        FixedKey(where, ("Alt+D",), _tr("The date it was said")),
        FixedKey(where, ("Alt+N",), _tr("A note")),
        FixedKey(where, ("Alt+J",), _tr("Join with the utterance before")),
        FixedKey(where, ("Alt+S",), _tr("Take the words exactly as they were selected")),
        FixedKey(where, ("Return", "Ctrl+Return"), _tr("Save")),
        FixedKey(where, ("Esc",), _tr("Close without saving")),
    ]


def _in_a_list() -> list[FixedKey]:
    where = _tr("In a list")
    return [
        FixedKey(where, ("Return",), _tr("Open what is chosen")),
        FixedKey(where, ("Del",), _tr("Delete what is chosen")),
        FixedKey(where, ("Esc",), _tr("Back to the article")),
    ]


def _on_the_timeline() -> list[FixedKey]:
    where = _tr("On the timeline")
    # They count only while the keyboard is there, and then before those of the menus.
    return [
        FixedKey(where, keys, what, yielding=True)
        for keys, what in (
            (("Left", "Right", "Up", "Down"), _tr("The next mark in that direction")),
            (("Tab", "Shift+Tab"), _tr("The next and the previous mark in time")),
            (("Return",), _tr("Open the words of the mark")),
            (("Space",), _tr("Look at the mark here; while time is played, one step")),
            (("+", "-"), _tr("Closer, farther")),
            (("0",), _tr("The whole time")),
            (("F",), _tr("What is selected, with what surrounds it")),
            (("Z",), _tr("Draw the stretch of time to show")),
            (("N",), _tr("Draw a new event")),
            (("M",), _tr("Merge the selected events")),
            (("P",), _tr("Play through time, or end it")),
            (("C",), _tr("Collapse the lane, or open it")),
            (("Alt+Left", "Alt+Right"), _tr("Move the date of the mark")),
            (("Alt+Shift+Left", "Alt+Shift+Right"), _tr("Move its end")),
            (("Ctrl+Left", "Ctrl+Right"), _tr("Earlier, later")),
            (("Ctrl+A",), _tr("Select all that is in sight")),
            (("Shift+F10",), _tr("What can be done with the mark")),
        )
    ]


def reserved_keys(window: QMainWindow) -> frozenset[str]:
    """The keys that no command may have, those that open the menus of the window among them."""
    return frozenset({*_all_keys(fixed_keys()), *_openers(window)})


def _all_keys(fixed: Iterable[FixedKey]) -> Iterable[str]:
    for each in fixed:
        if not each.yielding:
            yield from each.keys


def _openers(window: QMainWindow) -> Iterable[str]:
    for action in window.menuBar().actions():
        opener = QKeySequence.mnemonic(action.text())
        yield opener.toString(QKeySequence.SequenceFormat.PortableText)


def _tr(text: str) -> str:
    return QCoreApplication.translate("FixedKeys", text)
