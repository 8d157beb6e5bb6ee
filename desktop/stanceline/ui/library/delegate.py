"""How a line of the library is painted."""

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stanceline.domain.articles import ArticleRow
from stanceline.ui.library.lines import draw, height_of, set_in_lines
from stanceline.ui.library.model import (
    GroupHeading,
    LibraryRole,
    counts_of,
    date_in_short,
)
from stanceline.ui.theme import Theme, interface_font

_INSET = 16
_PADDING = 10
_LINE_GAP = 3
_BAR_HEIGHT = 3
_HEADING_HEIGHT = 38
_TITLE_LINES = 2
_SELECTION_WIDTH = 3
_CAPTION_SPACING = 0.7
META_GAP = 8
_LAYOUTS_KEPT = 256
_CHEVRON = 7
_CHEVRON_PEN = 1.4


class LibraryDelegate(QStyledItemDelegate):
    """Paints an article as title, outlet, date, counts and a line of progress."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of this theme from now on."""
        self._theme = theme
        self._title_font = interface_font(theme.sizes.interface, semi_bold=True)
        self._meta_font = interface_font(theme.sizes.small)
        self._caption_font = interface_font(theme.sizes.caption, semi_bold=True)
        self._caption_font.setLetterSpacing(
            self._caption_font.SpacingType.AbsoluteSpacing, _CAPTION_SPACING
        )
        self._title = lru_cache(_LAYOUTS_KEPT)(self._set_title)

    def _set_title(self, title: str, width: int) -> QTextLayout:
        line = " ".join(title.split())
        return set_in_lines(line, self._title_font, width, _TITLE_LINES)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Room for one or two lines of title, a line about it, and its progress."""
        entry = index.data(LibraryRole.ENTRY)
        width = option.rect.width()
        if isinstance(entry, GroupHeading):
            return QSize(width, _HEADING_HEIGHT)
        title = height_of(self._title(entry.title, width - 2 * _INSET))
        meta = QFontMetrics(self._meta_font)
        height = title + meta.height() + _LINE_GAP + _BAR_HEIGHT
        return QSize(width, height + 2 * _PADDING + _LINE_GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a heading or an article."""
        entry = index.data(LibraryRole.ENTRY)
        painter.save()
        if isinstance(entry, GroupHeading):
            self._paint_heading(painter, option, entry)
        else:
            self._paint_article(painter, option, entry, index.data(LibraryRole.SHARE))
        painter.restore()

    def _paint_heading(
        self, painter: QPainter, option: QStyleOptionViewItem, heading: GroupHeading
    ) -> None:
        if heading.is_closed:
            paint_ground(painter, option, self._theme)
        rect: QRect = option.rect
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ink = self._theme.text if is_hovered else self._theme.muted
        place = rect.adjusted(_INSET, _PADDING, -_INSET, 0)
        is_mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        edge = place.left() + _CHEVRON if is_mirrored else place.right() - _CHEVRON
        mark = QPointF(edge, place.center().y())
        _paint_chevron(painter, mark, ink, is_closed=heading.is_closed)
        painter.setFont(self._caption_font)
        painter.setPen(ink)
        room = place.width() - 3 * _CHEVRON
        metrics = QFontMetrics(self._caption_font)
        # The number of articles stays whole; a long name gives way to it.
        count = f" · {heading.count:,}"
        name_room = room - metrics.horizontalAdvance(count)
        name = metrics.elidedText(heading.title.upper(), Qt.TextElideMode.ElideRight, name_room)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, f"{name}{count}")

    def _paint_article(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        row: ArticleRow,
        share: float | None,
    ) -> None:
        paint_ground(painter, option, self._theme)
        inner = option.rect.adjusted(_INSET, _PADDING, -_INSET, -_PADDING)
        title = self._title(row.title, inner.width())
        y = draw(painter, title, inner.left(), inner.top(), self._theme.text)
        is_mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        self._paint_meta(painter, inner, y + _LINE_GAP, row, is_mirrored=is_mirrored)
        self._paint_progress(painter, inner, share or 0.0, is_mirrored=is_mirrored)

    def _paint_meta(
        self, painter: QPainter, inner: QRect, top: int, row: ArticleRow, *, is_mirrored: bool
    ) -> None:
        def put(from_left: int, text: str) -> None:
            width = meta.horizontalAdvance(text)
            left = inner.width() - from_left - width if is_mirrored else from_left
            painter.drawText(inner.left() + left, top + meta.ascent(), text)

        # Each text runs its own way, so that days stay before their months.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        meta = QFontMetrics(self._meta_font)
        painter.setFont(self._meta_font)
        painter.setPen(self._theme.muted)
        counts = counts_of(row)
        counts_width = meta.horizontalAdvance(counts)
        put(inner.width() - counts_width, counts)
        room = inner.width() - counts_width - (META_GAP if counts else 0)
        date = date_in_short(row.published)
        # A long name of an outlet gives way, so that the day is always whole.
        if meta.horizontalAdvance(f"{row.source}{date}") + META_GAP > room:
            # Before the name gives way, the year does; it is in the article's own heading.
            date = date.removesuffix(f" {row.published[:4]}")
        date_room = meta.horizontalAdvance(date) + META_GAP if date else 0
        source = meta.elidedText(row.source, Qt.TextElideMode.ElideRight, room - date_room)
        put(0, source)
        put(meta.horizontalAdvance(source) + META_GAP if source else 0, date)

    def _paint_progress(
        self, painter: QPainter, inner: QRect, share: float, *, is_mirrored: bool
    ) -> None:
        if share <= 0:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.accent)
        width = inner.width() * share
        left = inner.left() + (inner.width() - width if is_mirrored else 0)
        bar = QRectF(left, inner.bottom() - _BAR_HEIGHT + 2, width, _BAR_HEIGHT)
        painter.drawRoundedRect(bar, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)


def _paint_chevron(painter: QPainter, middle: QPointF, ink: QColor, *, is_closed: bool) -> None:
    """Paint a mark that points at what is below, or to the side where that is closed."""
    half = _CHEVRON / 2
    if is_closed:
        corners = [QPointF(-half / 2, -half), QPointF(half / 2, 0), QPointF(-half / 2, half)]
    else:
        corners = [QPointF(-half, -half / 2), QPointF(0, half / 2), QPointF(half, -half / 2)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, _CHEVRON_PEN))
    painter.drawPolyline([middle + each for each in corners])


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """Paint what a row stands on: selected, under the pointer, with the keyboard."""
    rect = option.rect
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, theme.accent_soft)
        bar = QRect(rect.left(), rect.top(), _SELECTION_WIDTH, rect.height())
        painter.fillRect(bar, theme.accent)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, theme.hover)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(theme.accent)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
