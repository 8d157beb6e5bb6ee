"""What the pages of the inspector are made of."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

_LABEL_WIDTH = 74
_MARGIN = 16
_LEAST_LETTERS = 5
_BUTTON_PADDING = 13


class Page(QScrollArea):
    """One page of the inspector: what is known about one thing, in one column."""

    thing_selected = Signal(str)
    place_requested = Signal(int, object)
    delete_requested = Signal(str)
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        content.setProperty("ground", "side")
        content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(_MARGIN, 14, _MARGIN, _MARGIN)
        self.column.setSpacing(10)
        self.setWidget(content)
        self._content = content

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep everything within the width there is: the page scrolls downwards only."""
        super().resizeEvent(event)
        self._content.setMaximumWidth(self.viewport().width())

    def add_form(self) -> "Form":
        """A new form below what is there."""
        form = Form()
        self.column.addLayout(form)
        return form

    def add_links(self, *buttons: QPushButton) -> None:
        """Add buttons one below the other, their words in line with all else."""
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.setContentsMargins(-_BUTTON_PADDING, 0, 0, 0)
        for button in buttons:
            lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(lines)

    def add_end(self) -> None:
        """Keep what was added at the top."""
        self.column.addStretch(1)


class Form(QGridLayout):
    """Labels at the left, what they name at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(8)
        self.setVerticalSpacing(6)
        self.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self.setColumnStretch(1, 1)

    def add(self, name: str, widget: QWidget) -> QLabel:
        """Add a named control; the label it got."""
        row = self.rowCount()
        label = QLabel(name)
        label.setProperty("role", "small")
        label.setWordWrap(True)
        label.setMaximumWidth(_LABEL_WIDTH)
        label.setContentsMargins(0, 6, 0, 0)
        label.setBuddy(widget)
        if not widget.accessibleName():
            widget.setAccessibleName(name)
        self.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self.addWidget(widget, row, 1)
        return label


def narrow_box() -> QComboBox:
    """A combo box that is as narrow as the inspector wants it."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_LEAST_LETTERS)
    return box


def words_label() -> QLabel:
    """A label for quoted words, set as they are in the article."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", "reading")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def small_label(text: str = "") -> QLabel:
    """A label for what is said by the way."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", "small")
    return label


def quiet_button(text: str, slot: Callable[[], object], *, danger: bool = False) -> QPushButton:
    """A button without a frame."""
    button = QPushButton(text)
    button.setProperty("quiet", "true")
    if danger:
        button.setProperty("danger", "true")
    button.clicked.connect(lambda _checked: slot())
    return button


def emptied(layout: QVBoxLayout) -> QVBoxLayout:
    """The layout without the widgets that stood in it."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.setParent(None)
            widget.deleteLater()
    return layout
