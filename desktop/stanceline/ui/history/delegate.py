"""How a line of the history is drawn."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from stanceline.domain.actions import ActionKind
from stanceline.records import dataclass
from stanceline.services.history import HistoryLine
from stanceline.ui.history.model import (
    DayHeading,
    HistoryRole,
    is_undone,
    state_in_words,
)
from stanceline.ui.moments import time_in_short
from stanceline.ui.theme import Theme, caption_font, current_theme, interface_font, scaled

MOST_DETAILS = 3
"""Details that are shown in the list; all of them stand below it."""

_LEFT, _RIGHT = 16, 16
_TIME_WIDTH = 64
_ABOVE, _BELOW = 6, 7
_LINE, _DETAIL = 19, 17
_HEADING = 34
_GAP = 8
_ROUNDING = 2

_Index = QModelIndex | QPersistentModelIndex


class HistoryDelegate(QStyledItemDelegate):
    """Time, what was done, its details, who did it; what is undone is struck through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names_analysts = False
        """Whether each line says who; not needed where only one person works."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The height that the details need; the width is the list's."""
        entry = index.data(HistoryRole.ENTRY)
        if isinstance(entry, DayHeading):
            return QSize(option.rect.width(), scaled(_HEADING))
        n_details = min(len(entry.details), MOST_DETAILS)
        height = _ABOVE + scaled(_LINE) + n_details * scaled(_DETAIL) + _BELOW
        return QSize(option.rect.width(), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a heading or a line."""
        theme = current_theme()
        entry = index.data(HistoryRole.ENTRY)
        rect = option.rect
        painter.save()
        pen = _Pen(painter, rect, option.direction)
        if isinstance(entry, DayHeading):
            place = rect.adjusted(_LEFT, scaled(12), -_RIGHT, -4)
            pen.draw(place, entry.title, caption_font(), theme.muted)
        else:
            self._paint_ground(painter, option, theme)
            self._paint_line(pen, rect, entry, theme)
        painter.restore()

    @staticmethod
    def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.accent_soft)
            bar = QRect(option.rect.left(), option.rect.top(), 3, option.rect.height())
            painter.fillRect(QStyle.visualRect(option.direction, option.rect, bar), theme.accent)
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(theme.accent, 2))
                painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, theme.hover)

    def _paint_line(self, pen: "_Pen", rect: QRect, line: HistoryLine, theme: Theme) -> None:
        height, detail = scaled(_LINE), scaled(_DETAIL)
        top = QRect(rect.left() + _LEFT, rect.top() + _ABOVE, scaled(_TIME_WIDTH), height)
        small = interface_font(theme.sizes.small)
        pen.draw(top, time_in_short(line.at), small, theme.muted)
        left, right = top.right() + 1, rect.right() + 1 - _RIGHT
        for text in self._at_right(line):
            width = QFontMetrics(small).horizontalAdvance(text) + _ROUNDING
            place = QRect(right - width, top.top(), width, height)
            pen.draw(place, text, small, theme.muted)
            right -= width + 2 * _GAP
        is_step = line.kind == ActionKind.DO
        font = interface_font(semi_bold=is_step and not is_undone(line))
        font.setStrikeOut(is_undone(line))
        ink = theme.muted if state_in_words(line) or not is_step else theme.text
        pen.draw(QRect(left, top.top(), right - left, height), line.label, font, ink)
        small.setStrikeOut(is_undone(line))
        place = QRect(left, top.bottom() + 1, rect.right() + 1 - _RIGHT - left, detail)
        for text in _shown_details(line):
            # Both ends matter: what it is about, and what it was changed to.
            pen.draw(place, text, small, theme.muted, Qt.TextElideMode.ElideMiddle)
            place.translate(0, detail)

    def _at_right(self, line: HistoryLine) -> list[str]:
        parts = [line.analyst if self.names_analysts else "", state_in_words(line)]
        return [part for part in parts if part]


def _shown_details(line: HistoryLine) -> list[str]:
    if len(line.details) <= MOST_DETAILS:
        return list(line.details)
    n_more = len(line.details) - MOST_DETAILS + 1
    return [*line.details[: MOST_DETAILS - 1], f"+ {n_more}"]


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes within a row, from the right where the window reads from right to left."""

    painter: QPainter
    row: QRect
    direction: Qt.LayoutDirection

    def draw(
        self,
        rect: QRect,
        text: str,
        font: QFont,
        ink: QColor,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        """Write one line, cut where it is too long; ``rect`` is that of left to right."""
        self.painter.setFont(font)
        self.painter.setPen(ink)
        shown = QFontMetrics(font).elidedText(" ".join(text.split()), mode, rect.width())
        is_mirrored = self.direction is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | side
        self.painter.drawText(QStyle.visualRect(self.direction, self.row, rect), flags, shown)
