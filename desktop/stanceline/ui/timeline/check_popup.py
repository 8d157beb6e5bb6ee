"""A button that opens a list of things to tick."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stanceline.records import dataclass
from stanceline.timeline.handling.screens import room_around
from stanceline.ui.theme import scaled

_WIDTH = 260
_WIDEST_FACE = 150
_ROW_HEIGHT = 28
_MOST_ROWS = 12
_ROWS_WITHOUT_FIELD = 9
_ARROWS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_TICK_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be ticked; ``key`` is what the caller knows it by."""

    key: str
    text: str
    icon: QIcon | None = None


class CheckPopup(QToolButton):
    """Shows what is ticked on its face; emits ``changed`` when that changes."""

    changed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._choices: Sequence[Choice] = ()
        self._ticked: frozenset[str] = frozenset()
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setAccessibleName(title)
        self.clicked.connect(self.open)
        self._popup = QFrame(self, Qt.WindowType.Popup)
        self._popup.setProperty("frame", "card")
        self._popup.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = QLineEdit()
        self._words.setPlaceholderText(self.tr("Find"))
        self._words.setAccessibleName(self.tr("Find in the list"))
        self._list = QListWidget()
        self._list.setProperty("bare", "true")
        self._list.setAccessibleName(title)
        self._all = QPushButton(self.tr("Show all"))
        self._all.setProperty("quiet", "true")
        layout = QVBoxLayout(self._popup)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        for widget in (self._words, self._list, self._all):
            layout.addWidget(widget)
        self._words.textChanged.connect(self._narrow)
        self._list.itemClicked.connect(self._toggle)
        self._all.clicked.connect(self._untick_all)
        for part in (self._words, self._list, self._all):
            part.installEventFilter(self)
        self._show_face()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these things; ticks on things that are gone go with them."""
        self._choices = choices
        kept = self._ticked & {choice.key for choice in choices}
        if kept != self._ticked:
            self.set_ticked(kept)
        self._show_face()

    def ticked(self) -> frozenset[str]:
        """The keys of what is ticked; empty lets everything through."""
        return self._ticked

    def set_ticked(self, keys: frozenset[str]) -> None:
        """Tick exactly these."""
        if keys != self._ticked:
            self._ticked = keys
            self._show_face()
            self.changed.emit()

    def _show_face(self) -> None:
        names = [choice.text for choice in self._choices if choice.key in self._ticked]
        if not names:
            text = self._title
        elif len(names) == 1:
            text = names[0]
        else:
            text = f"{self._title} · {len(names)}"
        self.setText(
            self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, scaled(_WIDEST_FACE))
            + " ▾"
        )
        self.setProperty("ticked", "true" if names else "false")
        self.style().polish(self)
        self.setToolTip("\n".join(names) or self._title)
        self.setAccessibleDescription(", ".join(names))
        self._all.setEnabled(bool(names))
        self.setEnabled(bool(self._choices))

    def open(self) -> None:
        """Show the list below the button."""
        self._words.clear()
        self._fill()
        self._words.setVisible(len(self._choices) > _ROWS_WITHOUT_FIELD)
        rows = min(len(self._choices), _MOST_ROWS)
        self._list.setFixedHeight(rows * scaled(_ROW_HEIGHT) + 4)
        width = scaled(_WIDTH)
        self._popup.setFixedWidth(width)
        self._popup.adjustSize()
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = self.width() - width if is_mirrored else 0
        place = self.mapToGlobal(QPoint(left, self.height() + 2))
        screen = room_around(self)
        if place.y() + self._popup.height() > screen.bottom():
            place = self.mapToGlobal(QPoint(left, -self._popup.height() - 2))
        place.setX(max(screen.left(), min(place.x(), screen.right() - width)))
        self._popup.move(place)
        self._popup.show()
        (self._words if self._words.isVisible() else self._list).setFocus()

    def _fill(self) -> None:
        blocked = QSignalBlocker(self._list)
        self._list.clear()
        for choice in self._choices:
            item = QListWidgetItem(choice.text)
            if choice.icon is not None:
                item.setIcon(choice.icon)
            item.setData(Qt.ItemDataRole.UserRole, choice.key)
            # A click anywhere in the row ticks it, so Qt's own box must not do it again.
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(_state(is_ticked=choice.key in self._ticked))
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        blocked.unblock()

    def _narrow(self, words: str) -> None:
        wanted = words.casefold().split()
        for row in range(self._list.count()):
            item = self._list.item(row)
            text = item.text().casefold()
            item.setHidden(not all(word in text for word in wanted))
        row = self._list.currentRow()
        if row < 0 or self._list.item(row).isHidden():
            self._list.setCurrentRow(-1)
            self._step(1)

    def _toggle(self, item: QListWidgetItem) -> None:
        is_ticked = item.checkState() is not Qt.CheckState.Checked
        item.setCheckState(_state(is_ticked=is_ticked))
        key = frozenset({item.data(Qt.ItemDataRole.UserRole)})
        self.set_ticked(self._ticked | key if is_ticked else self._ticked - key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the field move in the list, Space and Enter tick, Escape closes."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key_does(watched, Qt.Key(event.key())) or super().eventFilter(
                watched, event
            )
        return super().eventFilter(watched, event)

    def _key_does(self, watched: QObject, key: Qt.Key) -> bool:
        """Whether the key means something in this part of the list."""
        in_field = watched is self._words
        if key == Qt.Key.Key_Escape:
            self._popup.hide()
            self.setFocus(Qt.FocusReason.PopupFocusReason)
            return True
        if in_field and key in _ARROWS:
            self._step(_ARROWS[key])
            return True
        is_tick = key in _TICK_KEYS and not (in_field and key == Qt.Key.Key_Space)
        if is_tick and watched is not self._all:
            self._toggle_current()
            return True
        return False

    def _toggle_current(self) -> None:
        row = self._list.currentRow()
        if row >= 0 and not self._list.item(row).isHidden():
            self._toggle(self._list.item(row))

    def _step(self, step: int) -> None:
        row = self._list.currentRow() + step
        while 0 <= row < self._list.count() and self._list.item(row).isHidden():
            row += step
        if 0 <= row < self._list.count():
            self._list.setCurrentRow(row)

    def _untick_all(self) -> None:
        self.set_ticked(frozenset())
        self._popup.hide()
        self.setFocus(Qt.FocusReason.PopupFocusReason)


def _state(*, is_ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
