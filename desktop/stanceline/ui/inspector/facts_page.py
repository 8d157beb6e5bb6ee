"""What the inspector's pages share: facts in fields, links, history, and two who type at once."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from stanceline.records import dataclass
from stanceline.services.tracing import ThingLine
from stanceline.ui.inspector.linked import HistoryPart, Linked, LinkedLine
from stanceline.ui.inspector.parts import Page, plain_notice, quiet_button, quiet_links, small_label
from stanceline.ui.widgets import Caption

if TYPE_CHECKING:
    from stanceline.ui.inspector.facts import Fact

_MOST_SHOWN = 60
_Control = TypeVar("_Control", bound=QWidget)


@dataclass(frozen=True, slots=True)
class Theirs:
    """What a field was changed to elsewhere while somebody typed into it."""

    key: str
    name: str
    value: str
    told: str


class ThingPage(Page):
    """A page with links to other things and the last lines of the history at its end.

    ``history_requested`` asks for the whole of it, ``check_requested`` for the list of marks
    that must be checked since their text was edited.
    """

    history_requested = Signal()
    check_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._why_locked = ""
        self._guarded: list[QWidget] = []
        self.locked_label = small_label()
        self.locked_label.hide()
        self.history = HistoryPart()
        self.history.whole_requested.connect(self.history_requested)

    def add_linked(self, name: str) -> "LinkedPart":
        """A part of the page that lists things; it takes no room while there are none."""
        part = LinkedPart(name)
        part.list.followed.connect(self._follow)
        self.column.addWidget(part)
        return part

    def _follow(self, target: str) -> None:
        """Show what a line leads to: in its article when the target names one, else here."""
        key, _, article_id = target.partition("@")
        if article_id:
            self.place_requested.emit(int(article_id), key)
        else:
            self.thing_selected.emit(key)

    def add_end(self) -> None:
        """Add the history, and keep all at the top."""
        self.column.addWidget(self.history)
        super().add_end()

    def show_history(self, lines: Sequence[ThingLine]) -> None:
        """Show what was done to the thing."""
        self.history.show_lines(lines)

    # Read-only

    def lock(self, reason: str) -> None:
        """Let nothing be changed here, and say why."""
        self._why_locked = reason
        self.locked_label.setText(reason)
        self.locked_label.setVisible(bool(reason))
        for widget in self._guarded:
            self._disable(widget)

    @property
    def why_locked(self) -> str:
        """Why nothing may be changed here, or nothing."""
        return self._why_locked

    @property
    def is_locked(self) -> bool:
        """Whether nothing may be changed here."""
        return bool(self._why_locked)

    def guarded(self, widget: _Control) -> _Control:
        """The control, which only works where the workspace can be written."""
        self._guarded.append(widget)
        if self._why_locked:
            self._disable(widget)
        return widget

    def _disable(self, widget: QWidget) -> None:
        widget.setEnabled(False)
        widget.setToolTip(self._why_locked)

    def forget_guarded(self, box: QWidget) -> None:
        """Forget the controls in a box that is about to go."""
        self._guarded = [each for each in self._guarded if not box.isAncestorOf(each)]

    def guarded_button(
        self, text: str, slot: Callable[[], object], *, danger: bool = False
    ) -> QPushButton:
        """A button without a frame that only works where the workspace can be written."""
        return self.guarded(quiet_button(text, slot, danger=danger))


class LinkedPart(QWidget):
    """A heading with a number and lines that lead somewhere."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.caption = Caption(name)
        self.list = Linked(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.caption)
        column.addWidget(self.list)
        self.hide()

    def show_lines(self, lines: Sequence[LinkedLine], n: int | None = None) -> None:
        """Show these lines of ``n``."""
        total = len(lines) if n is None else n
        more = self.tr("and %n more", "", total - len(lines)) if total > len(lines) else ""
        self.caption.setText(f"{self._name} · {total}" if total > 1 else self._name)
        self.list.show_lines(lines, more)
        self.setVisible(bool(lines))


class FactsPage(ThingPage):
    """A page with facts in fields; every change is saved as it is made.

    A fact that was changed elsewhere while somebody types it here keeps what is typed, and
    the other version is offered.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts: dict[str, Fact] = {}
        self._thing_id: int | None = None
        self._stored: dict[str, str] = {}
        self._theirs: dict[str, Theirs] = {}
        self.conflict = ConflictPart()
        self.conflict.taken.connect(self._take_theirs)
        self.conflict.dismissed.connect(self._keep_mine)

    def add_top(self, title: str) -> None:
        """Add the heading, and room for what is to be said first."""
        self.column.addWidget(Caption(title))
        self.column.addWidget(self.locked_label)
        self.column.addWidget(self.conflict)

    def add_fact(self, key: str, fact: "Fact") -> "Fact":
        """Have the page show and save this fact."""
        self.facts[key] = fact
        fact.committed.connect(self._save)
        return fact

    def lock(self, reason: str) -> None:
        """Let nothing be changed here, and say why."""
        super().lock(reason)
        if reason:
            for fact in self.facts.values():
                fact.lock(reason)

    # What is shown

    @property
    def thing_id(self) -> int | None:
        """The id of what is shown."""
        return self._thing_id

    def take(self, thing_id: int, now: Mapping[str, str]) -> None:
        """Show the thing as it is stored now; what is being typed about it stays."""
        is_same = thing_id == self._thing_id
        if not is_same:
            self._theirs.clear()
        for key, fact in self.facts.items():
            before = self._stored.get(key, "")
            if is_same and fact.is_touched(before):
                if now[key] not in (before, fact.value(before)):
                    theirs = Theirs(key, fact.name, now[key], fact.told(now[key]))
                    self._theirs[key] = theirs
                continue
            if not is_same or now[key] != before:
                fact.show(now[key])
            if key in self._theirs and now[key] == self._theirs[key].value:
                del self._theirs[key]
        self._thing_id = thing_id
        self._stored = dict(now)
        self._tell_theirs()

    def let_go(self) -> list[str]:
        """Forget the thing, which is gone; what somebody had typed about it and not saved."""
        typed = [
            fact.typed()
            for key, fact in self.facts.items()
            if self._thing_id is not None and fact.is_touched(self._stored[key])
        ]
        self._thing_id = None
        self._stored = {}
        self._theirs.clear()
        return [words for words in typed if words.strip()]

    # Saving

    @abstractmethod
    def write(self, thing_id: int, changed: Mapping[str, str]) -> None:
        """Store what was changed; all else stays as it is in the workspace."""

    def settle(self) -> None:
        """Save what is being typed."""
        self._save()

    def _save(self) -> None:
        if self._thing_id is None:
            return
        before = self._stored
        values = {key: fact.value(before[key]) for key, fact in self.facts.items()}
        changed = {key: value for key, value in values.items() if value != before[key]}
        if not changed:
            return
        # What is saved must be known before the window refreshes: leaving the field comes first.
        self._stored = {**before, **changed}
        with self.telling():
            self.write(self._thing_id, changed)
            return
        self._stored = before
        if not self.has_unsaved:
            for key in changed:
                self.facts[key].show(before[key])

    # Two who type at once

    def _tell_theirs(self) -> None:
        theirs = next(iter(self._theirs.values()), None)
        self.conflict.tell(theirs)

    def _take_theirs(self) -> None:
        theirs = self.conflict.theirs
        if theirs is not None:
            self._theirs.pop(theirs.key, None)
            self.facts[theirs.key].show(theirs.value)
            self._save()
            self.facts[theirs.key].widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell_theirs()

    def _keep_mine(self) -> None:
        theirs = self.conflict.theirs
        if theirs is not None:
            self._theirs.pop(theirs.key, None)
        self._tell_theirs()


class ConflictPart(QWidget):
    """Says that a fact was changed elsewhere while somebody typed it, and offers that version."""

    taken = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theirs: Theirs | None = None
        self.sentence = plain_notice()
        self.take_button = quiet_links(self.tr("Take theirs"), self.taken.emit)
        self.keep_button = quiet_links(self.tr("Keep mine"), self.dismissed.emit)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.take_button)
        row.addWidget(self.keep_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.sentence)
        column.addLayout(row)
        self.hide()

    def tell(self, theirs: Theirs | None) -> None:
        """Say what was changed; None says nothing."""
        self.theirs = theirs
        if theirs is not None:
            told = " ".join(theirs.told.split())[:_MOST_SHOWN]
            sentence = (
                self.tr("“{name}” was changed elsewhere meanwhile, to “{theirs}”. ")
                if told
                else self.tr("“{name}” was emptied elsewhere meanwhile. ")
            )
            sentence += self.tr("What you typed is kept.")
            self.sentence.setText(sentence.format(name=theirs.name, theirs=told))
        self.setVisible(theirs is not None)
