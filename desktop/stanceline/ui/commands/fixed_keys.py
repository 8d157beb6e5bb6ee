"""The keys that belong to the article, the cards and the lists, and cannot be changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow


@dataclass(frozen=True, slots=True)
class FixedKey:
    """Keys that do one thing in one part of the window."""

    where: str
    keys: tuple[str, ...]
    what: str


def fixed_keys() -> list[FixedKey]:
    """All of them, in the language of the window."""
    article, card, lists = _tr("In the article"), _tr("On a card"), _tr("In a list")
    numbers = tuple("123456")
    return [
        FixedKey(article, ("Q",), _tr("Mark the selection as a quotation")),
        FixedKey(article, ("E",), _tr("Note an event from the selection; edit a suggestion")),
        FixedKey(article, ("V",), _tr("Add the selection as evidence to an event")),
        FixedKey(article, ("Tab", "Shift+Tab"), _tr("Next and previous suggestion")),
        FixedKey(article, ("Return",), _tr("Accept the suggestion; on a mark, show it")),
        FixedKey(article, ("Backspace",), _tr("Reject the suggestion")),
        FixedKey(article, ("Del",), _tr("Delete the mark")),
        FixedKey(article, numbers, _tr("Set the stance of the mark")),
        FixedKey(article, ("Esc",), _tr("Let go of the mark")),
        FixedKey(card, tuple(f"Alt+{n}" for n in numbers), _tr("Set the stance")),
        FixedKey(card, ("Alt+T",), _tr("Next topic")),
        FixedKey(card, ("Alt+D",), _tr("The date it was said")),
        FixedKey(card, ("Alt+N",), _tr("A note")),
        FixedKey(card, ("Return", "Ctrl+Return"), _tr("Save")),
        FixedKey(card, ("Esc",), _tr("Close without saving")),
        FixedKey(lists, ("Return",), _tr("Open what is chosen")),
        FixedKey(lists, ("Del",), _tr("Delete what is chosen")),
        FixedKey(lists, ("Esc",), _tr("Back to the article")),
    ]


def reserved_keys(window: QMainWindow) -> frozenset[str]:
    """The keys that no command may have, those that open the menus of the window among them."""
    return frozenset({*_all_keys(fixed_keys()), *_openers(window)})


def _all_keys(fixed: Iterable[FixedKey]) -> Iterable[str]:
    for each in fixed:
        yield from each.keys


def _openers(window: QMainWindow) -> Iterable[str]:
    for action in window.menuBar().actions():
        opener = QKeySequence.mnemonic(action.text())
        yield opener.toString(QKeySequence.SequenceFormat.PortableText)


def _tr(text: str) -> str:
    return QCoreApplication.translate("FixedKeys", text)
