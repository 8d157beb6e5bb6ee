"""What the dialogs are put together from."""

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from stanceline.timeline.handling.screens import room_around
from stanceline.ui.theme import scaled

MARGIN = 20
GAP = 8
FIELD_GAP = 4
_SHARE_OF_SCREEN = 0.95


class Notice(QLabel):
    """A sentence below what it is about; it takes no room while there is none."""

    def __init__(self, role: str = "danger", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show this sentence; nothing when it is empty."""
        self.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))


def plain_label(text: str, role: str = "") -> QLabel:
    """A label whose text is never taken for markup, wrapped where it is too long."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def labelled(text: str, widget: QWidget, *below: QWidget) -> QVBoxLayout:
    """The widget with its name above it; the name's mnemonic leads to the widget."""
    name = QLabel(text)
    name.setProperty("role", "small")
    name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    # A widget of several parts hands the keyboard to one of them, but its name does not.
    name.setBuddy(widget.focusProxy() or widget)
    # What is shown as a name is said as one, without the mark of the mnemonic.
    if not widget.accessibleName():
        widget.setAccessibleName(text.replace("&", ""))
    column = QVBoxLayout()
    column.setSpacing(FIELD_GAP)
    for part in (name, widget, *below):
        column.addWidget(part)
    return column


def primary_button(text: str) -> QPushButton:
    """The button that does what the dialog is for; Enter presses it."""
    button = QPushButton(text)
    button.setProperty("primary", "true")
    button.setDefault(True)
    return button


def plain_button(text: str, role: str = "") -> QPushButton:
    """A button that Enter presses only while it has the focus; ``role`` is quiet or danger."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    if role:
        button.setProperty(role, "true")
    return button


def button_row(*left: QWidget, right: tuple[QWidget, ...]) -> QHBoxLayout:
    """Buttons at the foot of a dialog, the most important one last."""
    row = QHBoxLayout()
    row.setSpacing(GAP)
    for widget in left:
        row.addWidget(widget)
    row.addStretch()
    for widget in right:
        row.addWidget(widget)
    return row


def boxed(layout: QLayout) -> QWidget:
    """A widget with the layout in it, so that all of it can be enabled at once."""
    layout.setContentsMargins(0, 0, 0, 0)
    box = QWidget()
    box.setLayout(layout)
    return box


def column_of(dialog: QDialog) -> QVBoxLayout:
    """The layout of a dialog, with the margins that all have."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(MARGIN, MARGIN - 4, MARGIN, MARGIN - 4)
    column.setSpacing(12)
    dialog.installEventFilter(_room_for_words())
    return column


def take_first_size(dialog: QWidget, width: int, height: int) -> None:
    """Open the dialog in this size of the usual interface, as far as the screen has room."""
    room = room_around(dialog)
    dialog.resize(
        min(scaled(width), round(room.width() * _SHARE_OF_SCREEN)),
        min(scaled(height), round(room.height() * _SHARE_OF_SCREEN)),
    )


class _RoomForWords(QObject):
    """Keeps dialogs as high as their sentences need, which break into lines as they are wide.

    Qt asks a window for its least height without regard to its width, and not at all for
    the width of its buttons where it was given a least one. One filter serves all dialogs
    and knows none of them: one that refers to its dialog is taken apart together with it,
    and is called while that goes on.
    """

    _TELLING = frozenset({QEvent.Type.Show, QEvent.Type.Resize, QEvent.Type.LayoutRequest})

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room whenever width or words change."""
        if event.type() in self._TELLING and isinstance(watched, QWidget):
            _make_room(watched)
        return False


@cache
def _room_for_words() -> _RoomForWords:
    return _RoomForWords(QCoreApplication.instance())


def _make_room(dialog: QWidget) -> None:
    layout = dialog.layout()
    if layout is None:
        return
    room = room_around(dialog)
    least = min(layout.totalMinimumSize().width(), room.width())
    if dialog.minimumWidth() < least:
        dialog.setMinimumWidth(least)
    if not layout.hasHeightForWidth():
        return
    needed = min(layout.minimumHeightForWidth(dialog.width()), room.height())
    if dialog.minimumHeight() != needed:
        dialog.setMinimumHeight(needed)


def ask(parent: QWidget, question: str, details: str, answer: str, act: Callable[[], None]) -> None:
    """Ask before something is lost, and act once the user has pressed ``answer``.

    Returns at once. Enter and Escape both leave everything as it is.
    """
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    # Questions name files and topics, which must not be taken for markup.
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(parent.windowTitle())
    box.setText(question)
    box.setInformativeText(details)
    yes = box.addButton(answer, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))

    def close() -> None:
        is_yes = box.clickedButton() is yes
        box.deleteLater()
        if is_yes:
            act()

    box.finished.connect(close)
    box.open()


def as_list_to_read(table: QTableWidget, *, widest: int) -> None:
    """Make a table a list of rows to read and choose from.

    The column ``widest`` gets the room, all others are as wide as they need.
    """
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    # The row is chosen as a whole, so no cell of it has a frame of its own.
    table.setStyleSheet("QTableView::item:focus { border: none; padding: 4px 8px; }")
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
