"""What the pages of the inspector are made of."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.errors import StancelineError
from stanceline.services.opening import WorkspaceUnavailable
from stanceline.ui.theme import scaled

_LABEL_WIDTH = 74
_WIDEST_LABEL = 104
_MARGIN = 16
_LEAST_LETTERS = 5
_ICON_GAP = 6
LINKS = """
QPushButton[quiet="true"] { padding: 5px 0; }
QPushButton[quiet="true"]:hover { background: transparent; text-decoration: underline; }
QPushButton[quiet="true"]:focus { padding: 4px 0; }
"""
_OPENING_MARKS = '“„«‹「『‘‚"»'


class Page(QScrollArea):
    """One page of the inspector: what is known about one thing, in one column.

    ``refused`` carries a sentence that says why something could not be done, ``unsaved``
    one that says why what was typed could not be stored just now; it stays where it is.
    """

    thing_selected = Signal(str)
    place_requested = Signal(int, object)
    delete_requested = Signal(str)
    refused = Signal(str)
    unsaved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Its fields are reached with Tab; on the page itself keys could do nothing.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.has_unsaved = False
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

    def settle(self) -> None:
        """Save what is being typed; a page with fields has its own way."""

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell what is refused instead of raising it, and let go of what was typed.

        What the disk cannot take now stays as it was typed, to be tried again.
        """
        try:
            yield
            self.has_unsaved = False
        except WorkspaceUnavailable as error:
            self.has_unsaved = True
            self.unsaved.emit(str(error))
        except StancelineError as error:
            self.has_unsaved = False
            self.refused.emit(str(error))

    def add_form(self) -> "Form":
        """A new form below what is there."""
        form = Form()
        self.column.addLayout(form)
        return form

    def add_links(self, *buttons: QPushButton) -> None:
        """Add buttons one below the other, their words in line with all else."""
        box = QWidget()
        box.setStyleSheet(LINKS)
        lines = QVBoxLayout(box)
        lines.setSpacing(0)
        lines.setContentsMargins(0, 0, 0, 0)
        for button in buttons:
            lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(box)

    def add_end(self) -> None:
        """Keep what was added at the top."""
        self.column.addStretch(1)


class Form(QGridLayout):
    """Labels at the left, what they name at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(8)
        self.setVerticalSpacing(6)
        self.setColumnMinimumWidth(0, scaled(_LABEL_WIDTH))
        self.setColumnStretch(1, 1)

    def add(self, name: str, widget: QWidget) -> QLabel:
        """Add a named control; the label it got."""
        row = self.rowCount()
        label = QLabel(name)
        label.setProperty("role", "small")
        label.setWordWrap(True)
        label.setMaximumWidth(scaled(_WIDEST_LABEL))
        label.setContentsMargins(0, 6, 0, 0)
        label.setBuddy(widget)
        if not widget.accessibleName():
            widget.setAccessibleName(name)
        self.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self.addWidget(widget, row, 1)
        return label

    def add_below(self, widget: QWidget) -> None:
        """Add what belongs to the control above it, without a name of its own."""
        is_button = isinstance(widget, QPushButton)
        where = Qt.AlignmentFlag.AlignLeft if is_button else Qt.AlignmentFlag(0)
        self.addWidget(widget, self.rowCount(), 1, where)


class NarrowBox(QComboBox):
    """A combo box that is as narrow as the inspector wants it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)
        self.currentTextChanged.connect(self.setToolTip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel: whoever scrolls past the box changes nothing in it."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box; a text that is too long ends in "…", the whole is in the tool tip."""
        if self.isEditable():
            super().paintEvent(event)
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        field = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        icon = 0 if option.currentIcon.isNull() else option.iconSize.width() + _ICON_GAP
        option.currentText = self.fontMetrics().elidedText(
            option.currentText or self.placeholderText(),
            Qt.TextElideMode.ElideRight,
            field.width() - icon,
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class NameBox(NarrowBox):
    """A box into which a name is typed, with those offered that are known already."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.line = self.lineEdit() or QLineEdit()


def in_marks(words: str) -> str:
    """The words between quotation marks, unless they bring their own."""
    return words if words[:1] in _OPENING_MARKS else f"“{words}”"


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


def plain_notice() -> QLabel:
    """A label for what must be noticed."""
    label = small_label()
    label.setProperty("role", "warning")
    return label


def quiet_button(text: str, slot: Callable[[], object], *, danger: bool = False) -> QPushButton:
    """A button without a frame."""
    button = QPushButton(text)
    button.setProperty("quiet", "true")
    if danger:
        button.setProperty("danger", "true")
    button.clicked.connect(lambda _checked: slot())
    return button


def quiet_links(text: str, slot: Callable[[], object]) -> QPushButton:
    """A button that reads as a line that leads somewhere, in line with all else."""
    button = quiet_button(text, slot)
    button.setStyleSheet(LINKS)
    return button


def emptied(layout: QVBoxLayout) -> QVBoxLayout:
    """The layout without the widgets that stood in it."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            # Not taken from its parent: for a moment it would be a window of its own.
            widget.hide()
            widget.deleteLater()
    return layout
