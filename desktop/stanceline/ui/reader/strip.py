"""The strip beside the scroll bar: where in the whole text the marks are."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from stanceline.ui.reader.marks import ReaderMark
from stanceline.ui.theme import Theme

_WIDTH = 14
_MARK_WIDTH = 5
_REACH = 6.0

LEAST_HEIGHT = 4
"""How many rows a mark takes at least."""


class StripMark(NamedTuple):
    """One place on the strip; ``top`` and ``height`` are rows of pixels."""

    mark: ReaderMark
    top: int
    height: int
    ink: QColor
    is_hollow: bool


class MarkStrip(QWidget):
    """Shows all marks of an article at once; a click goes to the nearest.

    It asks for its marks only when it is painted and ``forget`` was called since.
    """

    clicked = Signal(str)

    def __init__(
        self,
        marks_on_rows: Callable[[int], Sequence[StripMark]],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._marks_on_rows = marks_on_rows
        self._marks: Sequence[StripMark] | None = None
        self._picture: QPixmap | None = None
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Marks in the whole text"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of another theme."""
        self._theme = theme
        self.forget()

    def forget(self) -> None:
        """Ask for the marks again: they, or their places, have changed."""
        self._marks = None
        self._picture = None
        self.update()

    @property
    def marks(self) -> Sequence[StripMark]:
        """The marks as they are shown."""
        if self._marks is None:
            self._marks = self._marks_on_rows(self.height())
        return self._marks

    def sizeHint(self) -> QSize:
        """As narrow as it can be and still be hit."""
        return QSize(_WIDTH, 80)

    def minimumSizeHint(self) -> QSize:
        """As narrow as it can be and still be hit."""
        return QSize(_WIDTH, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the marks on other rows."""
        super().resizeEvent(event)
        self.forget()

    def rect_of(self, mark: StripMark) -> QRect:
        """Where the mark is painted on the strip."""
        return QRect((_WIDTH - _MARK_WIDTH) // 2, mark.top, _MARK_WIDTH, mark.height)

    def mark_near(self, y: float) -> StripMark | None:
        """The mark nearest to a height on the strip, None when none is within reach."""
        best, nearest = None, _REACH
        for mark in self.marks:
            distance = abs(mark.top + mark.height / 2 - y)
            if distance < nearest or (distance == nearest and best is None):
                best, nearest = mark, distance
        return best

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's)
        """Paint the marks, suggestions hollow."""
        if self._picture is None:
            self._picture = self._painted()
        QPainter(self).drawPixmap(0, 0, self._picture)

    def _painted(self) -> QPixmap:
        """The whole strip; it is kept, as it changes less often than what lies beside it."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._theme.surface)
        painter = QPainter(picture)
        left = (_WIDTH - _MARK_WIDTH) // 2
        for y, (ink, is_whole) in self._rows().items():
            if is_whole:
                painter.fillRect(QRect(left, y, _MARK_WIDTH, 1), ink)
            else:
                painter.fillRect(QRect(left, y, 1, 1), ink)
                painter.fillRect(QRect(left + _MARK_WIDTH - 1, y, 1, 1), ink)
        painter.end()
        return picture

    def _rows(self) -> dict[int, tuple[QColor, bool]]:
        """The ink of each row of pixels, and whether it is filled or only its ends are.

        Thousands of marks share some hundred rows, so that painting rows is quicker. Where
        hollow marks and others meet, the others are seen.
        """
        rows: dict[int, tuple[QColor, bool]] = {}
        for _, top, height, ink, is_hollow in self.marks:
            if is_hollow:
                last = top + height - 1
                for y in range(top, top + height):
                    rows[y] = (ink, y in (top, last))
        for _, top, height, ink, is_hollow in self.marks:
            if not is_hollow:
                filled = (ink, True)
                for y in range(top, top + height):
                    rows[y] = filled
        return rows

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the mark under the pointer."""
        near = self.mark_near(event.position().y())
        if near is not None:
            self.clicked.emit(near.mark.key)

    def event(self, event: QEvent) -> bool:
        """Say which mark is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            near = self.mark_near(event.pos().y())
            QToolTip.showText(event.globalPos(), near.mark.tooltip if near else "", self)
            return True
        return super().event(event)
