"""The choice among the events that there are: a line to search in, and a list."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain import edtf
from stanceline.domain.edtf_words import short
from stanceline.domain.events import Event
from stanceline.ui.fields.speaker_ranking import folded

_LEAST_ROWS, _MOST_ROWS = 1, 6
_EVENT_ID = int(Qt.ItemDataRole.UserRole)


def fitting_events(events: Sequence[Event], text: str) -> list[Event]:
    """The events that have all the typed words somewhere, those in whose title first."""
    wanted = folded(text).split()
    if not wanted:
        return list(events)
    found = []
    for place, event in enumerate(events):
        title = f" {folded(event.title)}"
        told = folded(" ".join((event.category, event.place, event.edtf, *event.participants)))
        if all(word in title or word in told for word in wanted):
            n_in_title = sum(f" {word}" in title for word in wanted)
            found.append((-n_in_title, place, event))
    return [event for _, _, event in sorted(found, key=lambda each: each[:2])]


def nearest_in_time(events: Sequence[Event], value: str) -> list[Event]:
    """The events, those first whose time is closest to an EDTF date; undated ones last."""
    if not value:
        return list(events)
    middle = edtf.parse(value).bounds.t0

    def distance(event: Event) -> tuple[bool, int, int]:
        if not event.edtf:
            return True, 0, 0
        bounds = edtf.parse(event.edtf).bounds
        # Of two that hold the time, the one that says more about it comes first.
        return False, max(bounds.t0 - middle, middle - bounds.t1, 0), bounds.t1 - bounds.t0

    return sorted(events, key=distance)


class EventPicker(QWidget):
    """A search line over a list of events; arrow keys move in the list from the line.

    ``picked`` is emitted when a row is activated with the mouse.
    """

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._events: list[Event] = []
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("Find an event"))
        self.line.setPlaceholderText(self.tr("Find an event by title, place or participant"))
        self.line.textChanged.connect(self._narrow)
        self.line.installEventFilter(self)
        self._list = QListWidget()
        self._list.setProperty("bare", "true")
        self._list.setAccessibleName(self.tr("Events"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemActivated.connect(self.picked)
        self._list.itemDoubleClicked.connect(self.picked)
        self._empty = QLabel()
        self._empty.setProperty("role", "muted")
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self.line, self._list, self._empty):
            layout.addWidget(part)
        self.setFocusProxy(self.line)

    def set_events(self, events: Sequence[Event]) -> None:
        """Offer these events in this order."""
        self._events = list(events)
        self.line.clear()
        self._narrow()

    def value(self) -> int | None:
        """The id of the event that is the current row, or None."""
        row = self._list.currentRow()
        if row < 0:
            return None
        event_id = self._list.item(row).data(_EVENT_ID)
        return event_id if isinstance(event_id, int) else None

    def titles(self) -> list[str]:
        """What stands in the rows."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    def _narrow(self) -> None:
        self._list.clear()
        found = fitting_events(self._events, self.line.text())
        for event in found:
            when = short(edtf.parse(event.edtf)) if event.edtf else self.tr("no date")
            item = QListWidgetItem(f"{event.title}  ·  {when}")
            item.setData(_EVENT_ID, event.id)
            item.setToolTip(event.title)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        rows = max(_LEAST_ROWS, min(len(found), _MOST_ROWS))
        height = self._list.sizeHintForRow(0) if found else 0
        self._list.setFixedHeight(rows * height + 2 * self._list.frameWidth())
        self._list.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._empty.setText(
            self.tr("No event fits these words.")
            if self._events
            else self.tr("There is no event yet; note a new one from this passage.")
        )
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the line move in the list."""
        if event.type() == QEvent.Type.KeyPress and watched is self.line:
            step = (
                {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
                if isinstance(event, QKeyEvent)
                else None
            )
            if step is not None and self._list.count():
                self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
                return True
        return super().eventFilter(watched, event)
