"""The line into which a date is typed, as EDTF or in plain words, with what it means."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain import edtf
from stanceline.domain.edtf import EdtfError
from stanceline.domain.edtf_words import describe, short
from stanceline.records import dataclass
from stanceline.services.events import OtherDate, read_typed_date
from stanceline.suggest.dated import DateSuggestion
from stanceline.ui.fields.line_text import x_of
from stanceline.ui.theme import current_theme
from stanceline.ui.widgets import FlowLayout
from stanceline.ui.words import reason_in_words

_MOST_ALTERNATIVES = 5
_LONGEST = 200
_LONGEST_SHOWN = 28
_PATIENCE_MS = 700
_LEAST_MARK = 6
_WAVE = 2
_LETTERS_OF_A_WORD = 3
_TYPED = "typed"
_SMALL_BUTTONS = """
QPushButton { padding: 2px 8px; min-height: 14px; }
QPushButton:focus { padding: 1px 7px; }
"""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the line says: the dates it may mean, best first, and where they come from.

    ``values`` is empty when nothing is written. ``fault`` is set instead when it is no
    date, with ``fault.position`` counted in the text of the line. ``others`` are dates that
    come from elsewhere than the words of ``phrase``.
    """

    values: tuple[str, ...] = ()
    phrase: str = ""
    rule: str = ""
    reason: str = ""
    fault: EdtfError | None = None
    others: tuple[OtherDate, ...] = ()


class DateField(QWidget):
    """A line for a date, and below it what is understood, why, and what else it may be.

    ``changed`` is emitted whenever a person changes the date, ``committed`` when Enter is
    pressed, another reading is chosen or the line is left after a change. With
    ``has_keys`` the other readings can be chosen by Alt+1 to Alt+5 in the line.
    """

    changed = Signal()
    committed = Signal()

    def __init__(self, parent: QWidget | None = None, *, has_keys: bool = True) -> None:
        super().__init__(parent)
        self._has_keys = has_keys
        self._published = ""
        self._language = "en"
        self._reading = _Reading()
        self._value = ""
        self._is_loud = False
        self._is_changed = False
        self._build()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._speak_up)
        self.line.textEdited.connect(self._take_typing)
        self.line.returnPressed.connect(self._commit)
        self.line.left.connect(self._commit_if_changed)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        self._show()

    def _build(self) -> None:
        self.line = _DateLine()
        self.line.setAccessibleName(self.tr("Date"))
        self.line.setMaxLength(_LONGEST)
        example = self.tr("2024-06-19, or “early June”, “since 2022”")
        self.line.setPlaceholderText(example)
        self.line.setToolTip(example)
        self._meaning = _wrapped_label()
        self._reason = _wrapped_label()
        self._reason.setProperty("role", "small")
        self._others = QWidget()
        row = FlowLayout(self._others, gap=4)
        self._others.setStyleSheet(_SMALL_BUTTONS)
        self._buttons = QButtonGroup(self)
        for number in range(_MOST_ALTERNATIVES):
            button = QPushButton()
            row.addWidget(button)
            self._buttons.addButton(button, number)
        self._buttons.idClicked.connect(self.choose_alternative)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for part in (self.line, self._meaning, self._reason, self._others):
            layout.addWidget(part)

    # What the date is

    def set_context(self, published: str, language: str) -> None:
        """Count relative words such as "on Friday" from this publication date (EDTF)."""
        self._published = published
        self._language = language or "en"

    def set_edtf(self, value: str, phrase: str = "", rule: str = "") -> None:
        """Show a date that is known, with the words it rests on; empty for no date yet."""
        self._take(_Reading((value,) if value else (), phrase, rule), value)

    def set_proposal(
        self,
        proposal: DateSuggestion | None,
        phrase: str = "",
        others: Sequence[OtherDate] = (),
    ) -> None:
        """Show a proposed date with its reason; ``phrase`` is the words it was read from.

        ``others`` are offered as well as its own other readings, in this order.
        """
        if proposal is None:
            self._take(_Reading(others=tuple(others)), "")
            return
        reading = replace(_reading_of(proposal, phrase), others=tuple(others))
        self._take(reading, proposal.value)

    def tell_why_none(self, reason: str) -> None:
        """Say in a sentence why no date is proposed, until one is written."""
        self._reading = replace(self._reading, reason=reason)
        self._show()

    def edtf(self) -> str | None:
        """The date as EDTF; empty for no date yet, None when what is written is no date."""
        return None if self._reading.fault else self._value

    @property
    def is_valid(self) -> bool:
        """Whether there is a date, or nothing at all."""
        return self._reading.fault is None

    def phrase(self) -> str:
        """The words that the date rests on, or an empty text when it was written as EDTF."""
        other = self._other()
        phrase = other.phrase if other else self._reading.phrase
        return phrase if self._value else ""

    def rule(self) -> str:
        """How the date was read from its words."""
        other = self._other()
        rule = other.rule if other else self._reading.rule
        return rule if self._value else ""

    def reason(self) -> str:
        """Why it is this date, in a sentence, or an empty text."""
        other = self._other()
        return other.reason if other else self._reading.reason

    def _other(self) -> OtherDate | None:
        """Where the date comes from when another was taken than those that were read."""
        if self._value in self._reading.values:
            return None
        return next((each for each in self._reading.others if each.value == self._value), None)

    def text(self) -> str:
        """What stands in the line."""
        return self.line.text()

    def explain(self) -> None:
        """Say loudly what is wrong, if anything is, and put the cursor there."""
        self._speak_up()
        if self._reading.fault is not None:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, reading: _Reading, value: str) -> None:
        self._reading = reading
        self._value = value
        self._is_changed = False
        self._is_loud = False
        self._patience.stop()
        self.line.setText(value)
        self.line.setCursorPosition(0)
        self._show()

    # Typing

    def _take_typing(self) -> None:
        self._reading = replace(self._read(self.line.text()), others=self._reading.others)
        self._value = self._reading.values[0] if self._reading.values else ""
        self._is_changed = True
        self._is_loud = False
        self._patience.start()
        self._show()
        self.changed.emit()

    def _read(self, text: str) -> _Reading:
        if not text.strip():
            return _Reading()
        try:
            found = read_typed_date(text, self._published, self._language)
        except EdtfError as error:
            # The service strips the text before it counts positions.
            offset = len(text) - len(text.lstrip())
            return _Reading(fault=EdtfError(text, error.position + offset, error.reason))
        return _reading_of(found, "" if found.rule == _TYPED else " ".join(text.split()))

    def _commit(self) -> None:
        self._is_changed = False
        self._speak_up()
        self.committed.emit()

    def _commit_if_changed(self) -> None:
        if self._is_changed and self.isVisible():
            self._commit()

    def _speak_up(self) -> None:
        self._patience.stop()
        self._is_loud = True
        self._show()

    # Other readings

    def alternatives(self) -> tuple[str, ...]:
        """The other dates that the words may mean, as EDTF."""
        known = (*self._reading.values, *(each.value for each in self._reading.others))
        others = dict.fromkeys(value for value in known if value != self._value)
        return tuple(others)[:_MOST_ALTERNATIVES]

    def choose_alternative(self, number: int) -> None:
        """Take the other reading of this number, counted from 0, as if it were clicked."""
        self._value = self.alternatives()[number]
        self.line.setText(self._value)
        self._show()
        self.changed.emit()
        self._commit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Alt+1 to Alt+5 in the line."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() in kinds and isinstance(event, QKeyEvent) and watched is self.line:
            number = event.key() - Qt.Key.Key_1.value
            is_alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if self._has_keys and is_alt and 0 <= number < len(self.alternatives()):
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    self.choose_alternative(number)
                return True
        return super().eventFilter(watched, event)

    # Showing

    def _show(self) -> None:
        fault = self._reading.fault
        is_loud = fault is not None and self._is_loud
        if fault is not None:
            meaning = self._told(fault)
        elif self._value:
            date = edtf.parse(self._value)
            told = describe(date)
            meaning = told[:1].upper() + told[1:]
            if str(date) != self.line.text().strip():
                meaning += f"  ·  {date}"
        else:
            meaning = self.tr("No date yet")
        self._meaning.setText(meaning)
        _set_property(self._meaning, "role", _role(is_loud=is_loud, is_dated=bool(self._value)))
        _set_property(self.line, "invalid", "true" if is_loud else "false")
        self.line.mark(_fault_span(fault) if fault is not None and is_loud else None)
        reason = reason_in_words(self.reason())
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self.line.setAccessibleDescription(f"{meaning}. {reason}".strip())
        self._show_alternatives()

    def _told(self, fault: EdtfError) -> str:
        if _is_worded(fault.text):
            return self.tr("Not understood as a date. Write 2024-06-19 or words such as “mid-June”")
        return f"{fault.reason[:1].upper()}{fault.reason[1:]}"

    def _show_alternatives(self) -> None:
        others = self.alternatives()
        for number in range(_MOST_ALTERNATIVES):
            button = self._buttons.button(number)
            button.setVisible(number < len(others))
            if number < len(others):
                self._label(button, number, others[number])
        self._others.setVisible(bool(others))
        self.updateGeometry()

    def _label(self, button: QAbstractButton, number: int, value: str) -> None:
        date = edtf.parse(value)
        key = QKeySequence(f"Alt+{number + 1}").toString(QKeySequence.SequenceFormat.NativeText)
        label = self.tr("or {date}").format(date=short(date))
        where = self._where_from(value)
        label = f"{label} · {where}" if where else label
        button.setText(f"{label}   {key}" if self._has_keys else label)
        button.setAccessibleName(self.tr("Use {date}").format(date=describe(date)))
        button.setToolTip(f"{describe(date)} · {value}")

    def _where_from(self, value: str) -> str:
        """The words of another date, so that one sees where it comes from."""
        if value in self._reading.values:
            return ""
        other = next((each for each in self._reading.others if each.value == value), None)
        if other is None or not other.phrase:
            return self.tr("published") if other else ""
        if other.phrase == self._reading.phrase:
            return ""
        words = other.phrase
        if len(words) > _LONGEST_SHOWN:
            words = f"{words[: _LONGEST_SHOWN - 1].rstrip()}…"
        return f"“{words}”"


class _DateLine(QLineEdit):
    """A line edit that underlines what is wrong and says when it is left."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._marked: tuple[int, int] | None = None

    def mark(self, span: tuple[int, int] | None) -> None:
        """Underline the characters between two code points, or nothing."""
        self._marked = span
        self.update()

    def marked(self) -> tuple[int, int] | None:
        """The code points between which the text is underlined."""
        return self._marked

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the line was left."""
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        ):
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, and a wave below what is wrong."""
        super().paintEvent(event)
        if self._marked is None:
            return
        start, end = self._marked
        left = x_of(self, start)
        right = max(x_of(self, end), left + _LEAST_MARK)
        y = self.cursorRect().bottom() + 1
        n_waves = max(2, int((right - left) / _WAVE))
        wave = [QPointF(left + n * _WAVE, y + _WAVE * (n % 2)) for n in range(n_waves + 1)]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.rect().adjusted(4, 0, -4, 0))
        painter.setPen(QPen(current_theme().danger, 1.3))
        painter.drawPolyline(wave)


def _reading_of(found: DateSuggestion, phrase: str) -> _Reading:
    values = tuple(dict.fromkeys((found.value, *found.alternatives)))
    return _Reading(values, phrase, found.rule, found.reason)


def _is_worded(text: str) -> bool:
    """Whether the text tries to be words rather than EDTF."""
    return any(
        word.isalpha() and len(word) >= _LETTERS_OF_A_WORD and not set(word) <= {"X"}
        for word in text.replace("-", " ").split()
    )


def _fault_span(fault: EdtfError) -> tuple[int, int]:
    """What to underline: from the fault to the end of its part of the text."""
    text = fault.text
    if _is_worded(text):
        start = len(text) - len(text.lstrip())
        return start, len(text.rstrip())
    start = min(fault.position, len(text))
    end = start
    while end < len(text) and text[end] not in " /,]}-":
        end += 1
    return start, min(max(end, start + 1), len(text))


def _role(*, is_loud: bool, is_dated: bool) -> str:
    if is_loud:
        return "danger"
    return "" if is_dated else "muted"


def _wrapped_label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _set_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet looks at."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
