"""The list of what a search found."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QTextLayout
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from stanceline.ui.library.delegate import META_GAP, paint_ground
from stanceline.ui.library.hits import opened_near, told_field, without_overlaps
from stanceline.ui.library.lines import Emphasis, draw, height_of, set_in_lines
from stanceline.ui.library.model import LibraryRole, date_in_short
from stanceline.ui.theme import Theme, interface_font

if TYPE_CHECKING:
    from stanceline.services.searching import SearchHit

_Index = QModelIndex | QPersistentModelIndex

_INSET = 16
_PADDING = 10
_GAP = 3
_TITLE_LINES = 2
_SNIPPET_LINES = 2
_LAYOUTS_KEPT = 256


class ResultsModel(QAbstractListModel):
    """The hits of one search, the best first; more of them are put behind."""

    def __init__(self) -> None:
        super().__init__()
        self._hits: list[SearchHit] = []

    @property
    def hits(self) -> "Sequence[SearchHit]":
        """What is listed."""
        return self._hits

    def show(self, hits: "Sequence[SearchHit]") -> None:
        """List these and nothing else."""
        if [each.article_id for each in hits] == [each.article_id for each in self._hits]:
            self._hits = list(hits)
            if hits:
                self.dataChanged.emit(self.index(0), self.index(len(hits) - 1))
            return
        self.beginResetModel()
        self._hits = list(hits)
        self.endResetModel()

    def append(self, hits: "Sequence[SearchHit]") -> None:
        """List these below the others; an article is listed once."""
        known = {each.article_id for each in self._hits}
        fresh = [each for each in hits if each.article_id not in known]
        if fresh:
            first = len(self._hits)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._hits += fresh
            self.endInsertRows()

    def index_of(self, article_id: int | None) -> QModelIndex:
        """The index of the article, invalid when it is not listed."""
        for row, hit in enumerate(self._hits):
            if hit.article_id == article_id:
                return self.index(row)
        return QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many hits are listed."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title of the article, or what else a role asks for."""
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        match role:
            case LibraryRole.ENTRY:
                return hit
            case LibraryRole.ARTICLE_ID:
                return hit.article_id
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return hit.title
            case Qt.ItemDataRole.AccessibleTextRole:
                date = date_in_short(hit.published)
                parts = (hit.title, hit.source, date, told_field(hit.field), hit.snippet.text)
                return ", ".join(filter(None, parts))
        return None


class ResultDelegate(QStyledItemDelegate):
    """Paints a hit as title, outlet, date and the words around what was found."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of this theme from now on."""
        self._theme = theme
        self._title_font = interface_font(theme.sizes.interface, semi_bold=True)
        self._small_font = interface_font(theme.sizes.small)
        self._letter_width = QFontMetrics(self._small_font).averageCharWidth()
        self._emphasis = Emphasis(theme.found, theme.text)
        self._set = lru_cache(_LAYOUTS_KEPT)(self._lines)

    def _lines(
        self, text: str, marks: tuple[tuple[int, int], ...], width: int, *, is_title: bool
    ) -> QTextLayout:
        font = self._title_font if is_title else self._small_font
        most = _TITLE_LINES if is_title else _SNIPPET_LINES
        # One character for another, so that the marks stay where they are.
        plain = "".join(" " if letter.isspace() else letter for letter in text)
        emphasis = self._emphasis
        return set_in_lines(
            plain, font, width, most, marks=without_overlaps(marks), emphasis=emphasis
        )

    def _title(self, hit: "SearchHit", width: int) -> QTextLayout:
        marks = tuple(hit.snippet.marks) if _is_in_title(hit) else ()
        return self._set(hit.title, marks, width, is_title=True)

    def _snippet(self, hit: "SearchHit", width: int) -> QTextLayout | None:
        if _is_in_title(hit) or not hit.snippet.text.strip():
            return None
        n_letters = _SNIPPET_LINES * width // max(1, self._letter_width)
        shown = opened_near(hit.snippet, n_letters // 3)
        return self._set(shown.text, shown.marks, width, is_title=False)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Room for title, a line about the article, and the words that were found."""
        hit = index.data(LibraryRole.ENTRY)
        width = option.rect.width()
        inner = width - 2 * _INSET
        height = height_of(self._title(hit, inner)) + QFontMetrics(self._small_font).height()
        snippet = self._snippet(hit, inner)
        if snippet is not None:
            height += _GAP + height_of(snippet)
        return QSize(width, height + _GAP + 2 * _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one hit."""
        hit = index.data(LibraryRole.ENTRY)
        painter.save()
        paint_ground(painter, option, self._theme)
        inner = option.rect.adjusted(_INSET, _PADDING, -_INSET, -_PADDING)
        title = self._title(hit, inner.width())
        y = draw(painter, title, inner.left(), inner.top(), self._theme.text) + _GAP
        is_mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        y = self._paint_meta(painter, inner, y, hit, is_mirrored=is_mirrored) + _GAP
        snippet = self._snippet(hit, inner.width())
        if snippet is not None:
            draw(painter, snippet, inner.left(), y, self._theme.muted)
        painter.restore()

    def _paint_meta(
        self, painter: QPainter, inner: QRect, top: int, hit: "SearchHit", *, is_mirrored: bool
    ) -> int:
        def put(from_left: int, text: str) -> None:
            width = metrics.horizontalAdvance(text)
            left = inner.width() - from_left - width if is_mirrored else from_left
            painter.drawText(inner.left() + left, top + metrics.ascent(), text)

        # Each text runs its own way, so that days stay before their months.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        metrics = QFontMetrics(self._small_font)
        painter.setFont(self._small_font)
        painter.setPen(self._theme.muted)
        field = told_field(hit.field)
        room = inner.width()
        if field:
            width = metrics.horizontalAdvance(field)
            put(room - width, field)
            room -= width + META_GAP
        date = date_in_short(hit.published)
        if metrics.horizontalAdvance(f"{hit.source}{date}") + META_GAP > room:
            date = date.removesuffix(f" {hit.published[:4]}")
        date_width = metrics.horizontalAdvance(date) + META_GAP if date else 0
        source = metrics.elidedText(hit.source, Qt.TextElideMode.ElideRight, room - date_width)
        put(0, source)
        put(metrics.horizontalAdvance(source) + META_GAP if source else 0, date)
        return top + metrics.height()


def _is_in_title(hit: "SearchHit") -> bool:
    """Whether the title itself shows what was found."""
    return hit.field == "title" and hit.snippet.text == hit.title
