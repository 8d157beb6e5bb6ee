"""The facts of a thing in the fields of the inspector, and what happens when two type at once."""

from abc import abstractmethod
from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from stanceline.domain import edtf
from stanceline.domain.edtf_words import describe
from stanceline.domain.speakers import Speaker
from stanceline.ui.fields.date_field import DateField
from stanceline.ui.fields.note_field import NoteField
from stanceline.ui.fields.speaker_field import SpeakerChoice, SpeakerField
from stanceline.ui.inspector.parts import NameBox, NarrowBox

_BARE_NOTE = "QPlainTextEdit { background: transparent; border: 1px solid transparent; }"


class Fact(QObject):
    """One fact in a field: what is stored comes in, what was typed goes out, both as text.

    ``committed`` says that somebody has finished with the field.
    """

    committed = Signal()

    def __init__(self, name: str, widget: QWidget) -> None:
        super().__init__(widget)
        self.name = name
        self.widget = widget

    @abstractmethod
    def show(self, value: str) -> None:
        """Show a stored value in place of all that stands there."""

    @abstractmethod
    def value(self, stored: str) -> str:
        """What stands in the field; exactly what is stored while nobody changed it."""

    def is_touched(self, stored: str) -> bool:
        """Whether somebody typed something here that is not stored yet."""
        return self.value(stored) != stored

    def typed(self) -> str:
        """What stands in the field as it was typed."""
        return self.value("")

    def told(self, value: str) -> str:
        """A stored value as a person reads it."""
        return value

    def lock(self, reason: str) -> None:
        """Let nobody type here, and say why."""
        self.widget.setEnabled(False)
        self.widget.setToolTip(reason)


def lock_line(line: QLineEdit, reason: str) -> None:
    """Let a line be read and copied and not changed; the reason is told by its tool tip."""
    line.setReadOnly(True)
    line.setProperty("quiet", "true")
    line.setPlaceholderText("")
    line.setToolTip(reason)
    line.setAccessibleDescription(reason)


class LineFact(Fact):
    """A line of text."""

    def __init__(self, name: str, line: QLineEdit) -> None:
        super().__init__(name, line)
        self._line = line
        line.editingFinished.connect(self.committed)

    def show(self, value: str) -> None:
        """Show the text from its beginning."""
        if self._line.text() != value or self._line.isModified():
            self._line.setText(value)
            self._line.setCursorPosition(0)
        if not self._line.isReadOnly():
            self._line.setToolTip(value)

    def value(self, stored: str) -> str:
        """What stands in the line."""
        text = self._line.text().strip()
        return stored if text == stored.strip() else text

    def lock(self, reason: str) -> None:
        """Let nobody type here, and say why."""
        lock_line(self._line, reason)


class NameFact(Fact):
    """A name that is typed, or chosen from those that are known."""

    def __init__(self, name: str, box: NameBox) -> None:
        super().__init__(name, box)
        self._box = box
        box.activated.connect(self.committed)
        box.line.editingFinished.connect(self.committed)
        self._known: list[str] = []

    def offer(self, known: Sequence[str]) -> None:
        """Offer these names; what stands in the box stays."""
        self._known = list(known)

    def show(self, value: str) -> None:
        """Show the name, and offer those that are known."""
        if [self._box.itemText(n) for n in range(self._box.count())] != self._known:
            self._box.clear()
            self._box.addItems(self._known)
        if self._box.currentText() != value or self._box.line.isModified():
            self._box.setCurrentText(value)
            self._box.line.setModified(False)
            self._box.line.setCursorPosition(0)

    def value(self, stored: str) -> str:
        """What stands in the box."""
        text = self._box.currentText().strip()
        return stored if text == stored.strip() else text


class NoteFact(Fact):
    """A note of several lines."""

    def __init__(self, name: str, note: NoteField) -> None:
        super().__init__(name, note)
        self._note = note
        note.committed.connect(self.committed)

    def show(self, value: str) -> None:
        """Show the note."""
        if self._note.text() != value:
            self._note.set_text(value)
            # The field keeps what it announced last while the keyboard is in it.
            if self._note.text() != value:
                self._note.setPlainText(value)
                self._note.set_text(value)

    def value(self, stored: str) -> str:  # noqa: ARG002 (a note is stored as it was typed)
        """What stands in the field, white space and all."""
        return self._note.text()

    def lock(self, reason: str) -> None:
        """Let nobody type here, and say why."""
        lock_note(self._note, reason)


def lock_note(note: QPlainTextEdit, reason: str) -> None:
    """Let a note be read and copied and not changed."""
    note.setReadOnly(True)
    note.setStyleSheet(_BARE_NOTE)
    note.setPlaceholderText("")
    note.setToolTip(reason)
    note.setAccessibleDescription(reason)


class DateFact(Fact):
    """A date; what is no date is left to be corrected and counts as unchanged."""

    def __init__(self, name: str, field: DateField) -> None:
        super().__init__(name, field)
        self._field = field
        field.committed.connect(self.committed)

    def show(self, value: str) -> None:
        """Show the date."""
        if self._field.edtf() != value or self._field.text() != value:
            self._field.set_edtf(value)

    def value(self, stored: str) -> str:
        """The date as EDTF."""
        typed = self._field.edtf()
        return stored if typed is None else typed

    def typed(self) -> str:
        """What stands in the line."""
        return self._field.text()

    def told(self, value: str) -> str:
        """The date in words."""
        return describe(edtf.parse(value)) if value else ""

    def lock(self, reason: str) -> None:
        """Let nobody type here, and say why."""
        lock_line(self._field.line, reason)


class ChoiceFact(Fact):
    """One of a few values."""

    def __init__(self, name: str, box: QComboBox) -> None:
        super().__init__(name, box)
        self._box = box
        box.activated.connect(self.committed)

    def show(self, value: str) -> None:
        """Show the value as chosen."""
        self._box.setCurrentIndex(self._box.findData(value))

    def value(self, stored: str) -> str:
        """The value that is chosen."""
        data = self._box.currentData()
        return data if isinstance(data, str) else stored

    def told(self, value: str) -> str:
        """The words for the value."""
        return self._box.itemText(self._box.findData(value))


def choice_box(words: "dict[str, str]") -> NarrowBox:
    """A box of these values, each with its words."""
    box = NarrowBox()
    for value, text in words.items():
        box.addItem(text, value)
    return box


class SpeakerFact(Fact):
    """Who it is: the id of a speaker as text, empty for nobody, or ``NEW`` for a new name."""

    NEW = "new"

    def __init__(self, name: str, field: SpeakerField) -> None:
        super().__init__(name, field)
        self._field = field
        self._names: dict[str, str] = {}
        field.chosen.connect(self.committed)

    def offer(self, speakers: Sequence[Speaker], first_ids: Collection[int]) -> None:
        """Offer these speakers, those of ``first_ids`` first; what is being typed stays."""
        self._names = {str(each.id): each.name for each in speakers}
        if self._field.is_settled:
            self._field.set_speakers(speakers, first_ids)

    def choice(self) -> SpeakerChoice:
        """Who is chosen."""
        return self._field.value()

    def show(self, value: str) -> None:
        """Show a speaker as chosen."""
        self._field.set_speaker(int(value) if value else None)

    def value(self, stored: str) -> str:
        """Who was chosen; what is stored while somebody types."""
        if not self._field.is_settled:
            return stored
        choice = self._field.value()
        if choice.id is None:
            return self.NEW if choice.name.strip() else ""
        return str(choice.id)

    def is_touched(self, stored: str) -> bool:
        """Whether somebody is typing a name here."""
        return not self._field.is_settled or super().is_touched(stored)

    def typed(self) -> str:
        """What stands in the line."""
        return self._field.text()

    def told(self, value: str) -> str:
        """The name of the speaker."""
        return self._names.get(value, "")

    def lock(self, reason: str) -> None:
        """Let nobody type here, and say why."""
        lock_line(self._field, reason)
