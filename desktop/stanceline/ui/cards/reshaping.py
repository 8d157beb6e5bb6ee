"""The keys that widen and narrow what is selected, in the text and while a card is open."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent

from stanceline.domain.snapping import Edge, Unit, stepped
from stanceline.domain.spans import Span
from stanceline.records import dataclass

_ALT = Qt.KeyboardModifier.AltModifier
_ALT_SHIFT = _ALT | Qt.KeyboardModifier.ShiftModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a selection moved on (1) or back (-1) by a word or a sentence."""

    edge: Edge
    unit: Unit
    direction: int


_STEPS = {
    (Qt.Key.Key_Right, _ALT): Step(Edge.END, Unit.WORD, 1),
    (Qt.Key.Key_Left, _ALT): Step(Edge.END, Unit.WORD, -1),
    (Qt.Key.Key_Right, _ALT_SHIFT): Step(Edge.START, Unit.WORD, 1),
    (Qt.Key.Key_Left, _ALT_SHIFT): Step(Edge.START, Unit.WORD, -1),
    # End and Home widen by a sentence, with Shift they take it back.
    (Qt.Key.Key_End, _ALT): Step(Edge.END, Unit.SENTENCE, 1),
    (Qt.Key.Key_End, _ALT_SHIFT): Step(Edge.END, Unit.SENTENCE, -1),
    (Qt.Key.Key_Home, _ALT): Step(Edge.START, Unit.SENTENCE, -1),
    (Qt.Key.Key_Home, _ALT_SHIFT): Step(Edge.START, Unit.SENTENCE, 1),
}


def step_of(event: QKeyEvent) -> Step | None:
    """What a key does to the selection, or None when it is no such key."""
    modifiers = event.modifiers() & ~_KEYPAD
    return _STEPS.get((Qt.Key(event.key()), modifiers)) if event.key() else None


def reshaped(body: str, spans: tuple[Span, ...], step: Step) -> tuple[Span, ...]:
    """The segments after a step: the first one's start or the last one's end has moved."""
    at = 0 if step.edge is Edge.START else len(spans) - 1
    moved = stepped(body, spans[at], step.edge, step.unit, step.direction)
    others = spans[:at] + spans[at + 1 :]
    if any(moved.overlaps(other) for other in others):
        return spans
    return (*spans[:at], moved, *spans[at + 1 :])


def reshaping_hints() -> list[tuple[str, str]]:
    """The keys, each with a word for what it does."""
    say = QCoreApplication.translate
    return [
        ("Alt ←→", say("Reshaping", "end")),
        ("Alt ⇧ ←→", say("Reshaping", "start")),
        ("Alt Home/End", say("Reshaping", "by sentence")),
    ]
