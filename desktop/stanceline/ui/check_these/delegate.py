"""How a mark that must be checked is drawn in the list."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stanceline.services.editing import Doubt
from stanceline.ui.check_these.model import DoubtRole
from stanceline.ui.inspector.parts import in_marks
from stanceline.ui.theme import Theme, current_theme, interface_font
from stanceline.ui.words import reason_in_words

_SIDE, _ABOVE, _GAP = 16, 8, 2
_BAR = 3

_Index = QModelIndex | QPersistentModelIndex


class DoubtDelegate(QStyledItemDelegate):
    """The words, below them the article, and below that why they are doubtful."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 (Qt's signature)
        """Three lines."""
        small = QFontMetrics(_small(current_theme())).height()
        words = QFontMetrics(interface_font()).height()
        return QSize(0, 2 * _ABOVE + words + 2 * (small + _GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        doubt = index.data(DoubtRole.DOUBT)
        if not isinstance(doubt, Doubt):
            return
        theme = current_theme()
        rect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.accent_soft)
            is_mirrored = option.direction is Qt.LayoutDirection.RightToLeft
            left = rect.right() + 1 - _BAR if is_mirrored else rect.left()
            painter.fillRect(QRect(left, rect.top(), _BAR, rect.height()), theme.accent)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.hover)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.accent)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        place = rect.adjusted(_SIDE, _ABOVE, -_SIDE, 0)
        for text, font, ink in (
            (in_marks(" ".join(doubt.exact.split())), interface_font(semi_bold=True), theme.text),
            (doubt.article_title, _small(theme), theme.muted),
            (reason_in_words(doubt.reason), _small(theme), theme.warning),
        ):
            place.setTop(_draw(painter, place, text, font, ink))
        painter.restore()


def _draw(painter: QPainter, place: QRect, text: str, font: QFont, ink: QColor) -> int:
    """Draw one line; where the next one begins."""
    metrics = QFontMetrics(font)
    line = QRect(place.left(), place.top(), place.width(), metrics.height())
    painter.setFont(font)
    painter.setPen(ink)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)
    return line.bottom() + 1 + _GAP


def _small(theme: Theme) -> QFont:
    return interface_font(theme.sizes.small)
