"""The card on which articles are tagged."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.names import NameTooLong, plain_name
from stanceline.services.several_articles import tag_uses, tags_of
from stanceline.services.workspace import Workspace
from stanceline.ui.library.tag_list import fitting
from stanceline.ui.theme import scaled
from stanceline.ui.widgets import Caption, FlowLayout, KeyCap

_WIDTH = 280
_LIST_HEIGHT = 220
_MOST_ROWS = 500
"""So many tags are listed at once; typing finds the others."""
_MOST_SHOWN_OF_NEW = 60
_EDGE = 6
_DISTANCE = 4
_NAME = Qt.ItemDataRole.UserRole
_STATES = {
    True: Qt.CheckState.Checked,
    False: Qt.CheckState.Unchecked,
    None: Qt.CheckState.PartiallyChecked,
}


class TagsCard(QFrame):
    """The tags of some articles with a box each, half ticked where only some carry it.

    What is typed finds tags; Enter or Space ticks the current one, Enter adds a new one.
    ``wanted`` carries the tags to be added and those to be taken away, each as a tuple; the
    card itself changes nothing. It goes when the keyboard leaves it, and ``closed`` says so.
    """

    wanted = Signal(object, object)
    closed = Signal()

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._ids: Sequence[int] = ()
        self._carried: Mapping[str, int] = {}
        self._names: list[str] = []
        self._is_stepping = False
        self.setProperty("frame", "card")
        self.setAccessibleName(self.tr("Tags"))
        self._caption = Caption()
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Find or add a tag"))
        self.line.setAccessibleName(self.tr("Find or add a tag"))
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._typed)
        self._model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setAccessibleName(self.tr("Tags"))
        self.list.setProperty("bare", "true")
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._choose)
        self._notice = QLabel()
        self._notice.setProperty("role", "danger")
        self._notice.setWordWrap(True)
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._notice.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        for part in (self._caption, self.line, self._notice, self.list):
            layout.addWidget(part)
        layout.addWidget(self._keys())
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    def _keys(self) -> QWidget:
        keys = QWidget()
        row = FlowLayout(keys, gap=5)
        for key, what in (
            (self.tr("Space"), self.tr("tick")),
            (self.tr("Enter"), self.tr("tick, add")),
            (self.tr("Esc"), self.tr("close")),
        ):
            label = QLabel(what)
            label.setProperty("role", "small")
            row.addWidget(KeyCap(key))
            row.addWidget(label)
        return keys

    # Opening

    def open_for(self, article_ids: Sequence[int], beside: QWidget) -> None:
        """Show the tags of these articles, with the keyboard in the line."""
        self._ids = list(article_ids)
        self._caption.setText(self.tr("Tags of %n article(s)", "", len(self._ids)))
        self.line.clear()
        self._notice.hide()
        self.read_again()
        room = self._window.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        self.setFixedWidth(min(scaled(_WIDTH), room.width()))
        self.list.setFixedHeight(min(scaled(_LIST_HEIGHT), room.height() // 2))
        self.adjustSize()
        corner = beside.mapTo(self._window, QPoint(_EDGE, _DISTANCE))
        left = max(room.left(), min(corner.x(), room.right() - self.width()))
        top = max(room.top(), min(corner.y(), room.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def read_again(self) -> None:
        """Show the tags as they are in the workspace now."""
        self._carried = tags_of(self._workspace, self._ids)
        known = [each.name for each in tag_uses(self._workspace)]
        if not self._names or set(known) != set(self._names):
            # What is carried stands first when the card opens, and stays where it is then.
            first = [name for name in known if name in self._carried]
            self._names = [*first, *(name for name in known if name not in self._carried)]
        self._fill()

    def _fill(self) -> None:
        typed = self.line.text().strip()
        row = self.list.currentIndex().row() if self._is_stepping else -1
        names = fitting(typed, self._names)
        self._model.clear()
        for name in names[:_MOST_ROWS]:
            item = QStandardItem(name)
            item.setData(name, _NAME)
            item.setCheckable(True)
            item.setCheckState(_STATES[self._is_carried(name)])
            self._model.appendRow(item)
        if len(names) > _MOST_ROWS:
            more = self.tr("%n more: type to find them", "", len(names) - _MOST_ROWS)
            item = QStandardItem(more)
            item.setEnabled(False)
            self._model.appendRow(item)
        is_known = any(name.casefold() == typed.casefold() for name in names)
        if typed and not is_known:
            shown_name = (
                typed if len(typed) <= _MOST_SHOWN_OF_NEW else f"{typed[:_MOST_SHOWN_OF_NEW]}…"
            )
            item = QStandardItem(self.tr("New tag “{name}”").format(name=shown_name))
            item.setData("", _NAME)
            self._model.appendRow(item)
        begins = bool(names) and names[0].casefold().startswith(typed.casefold())
        first = 0 if begins or not typed else self._model.rowCount() - 1
        if typed or row >= 0:
            shown = min(row, self._model.rowCount() - 1) if row >= 0 else first
            self.list.setCurrentIndex(self._model.index(shown, 0))

    def _is_carried(self, name: str) -> bool | None:
        """Whether all of the articles carry it; None when only some do."""
        n = self._carried.get(name, 0)
        return False if not n else (n >= len(self._ids) or None)

    # Choosing

    def _typed(self) -> None:
        self._is_stepping = False
        self._notice.hide()
        self._fill()

    def _choose(self, index: QModelIndex) -> None:
        """Tick or untick the tag of a row, or add the new one."""
        if not index.isValid():
            return
        name = index.data(_NAME)
        if name is None:
            return
        if name:
            is_all = self._is_carried(name) is True
            self.wanted.emit(() if is_all else (name,), (name,) if is_all else ())
            return
        try:
            fresh = plain_name(self.line.text(), self.tr("A tag"))
        except NameTooLong as error:
            self._notice.setText(str(error))
            self._notice.show()
            return
        self.line.clear()
        self._is_stepping = False
        if fresh:
            self.wanted.emit((fresh,), ())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys in the line that are meant for the list."""
        if (
            watched is self.line
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._key(Qt.Key(event.key()))
        ):
            return True
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        """Whether the key means something here."""
        index = self.list.currentIndex()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if index.isValid():
                self._choose(index)
                self.line.clear()
                self._fill()
            else:
                self.close_card()
        elif key == Qt.Key.Key_Space and index.isValid() and self._takes_space():
            self._choose(index)
        elif key == Qt.Key.Key_Escape:
            if self.line.text():
                self.line.clear()
                self._typed()
            else:
                self.close_card()
        else:
            return False
        return True

    def _takes_space(self) -> bool:
        """Whether Space ticks: not while somebody types a name of two words."""
        return self._is_stepping or not self.line.text()

    def _step(self, by: int) -> None:
        n_rows = self._model.rowCount()
        if n_rows:
            row = self.list.currentIndex().row()
            start = row if row >= 0 or by > 0 else n_rows
            self._is_stepping = True
            self.list.setCurrentIndex(self._model.index((start + by) % n_rows, 0))

    # Going

    def close_card(self) -> None:
        """Go, and let the keyboard go back."""
        if not self.isHidden():
            self.hide()
            self._names = []
            self.closed.emit()

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self.isVisible() and now is not None and not self.isAncestorOf(now):
            self.hide()
            self._names = []
