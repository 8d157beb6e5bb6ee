"""The lines of the palette, and how they are drawn."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stanceline.ui.commands.entries import Entry
from stanceline.ui.theme import Theme, caption_font, current_theme, interface_font

Index = QModelIndex | QPersistentModelIndex

_PADDING, _GAP, _CAP = 10, 10, 6
_LINE_SHARE = 2.3
_SHARE_OF_TITLE = 0.62


class EntryRole(IntEnum):
    """What the model says of a line beside its text."""

    ENTRY = Qt.ItemDataRole.UserRole


class EntryModel(QAbstractListModel):
    """The entries in the order in which they fit."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    @property
    def entries(self) -> list[Entry]:
        """What is shown."""
        return self._entries

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these instead of what was there."""
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def append(self, entries: Sequence[Entry]) -> None:
        """Show these below the others."""
        if entries:
            first = len(self._entries)
            self.beginInsertRows(QModelIndex(), first, first + len(entries) - 1)
            self._entries.extend(entries)
            self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The entry, its words, and what a screen reader says of it."""
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == EntryRole.ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = (entry.title, entry.around, entry.key, entry.why_not)
            return ", ".join(each for each in told if each)
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.why_not or None
        return None


class EntryDelegate(QStyledItemDelegate):
    """Draws what happens, where it belongs, why not, and the key at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """One line with air around it."""
        height = QFontMetrics(interface_font()).height()
        return QSize(option.rect.width(), round(height * _LINE_SHARE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the line."""
        entry = index.data(EntryRole.ENTRY)
        if not isinstance(entry, Entry):
            return
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, theme)
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        room = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        if entry.key:
            room = self._paint_key(painter, room, entry, theme, is_mirrored=is_mirrored)
        self._paint_words(painter, room, entry, theme, is_mirrored=is_mirrored)
        painter.restore()

    @staticmethod
    def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if is_current or is_hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent_soft if is_current else theme.hover)
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), 6, 6)

    @staticmethod
    def _paint_key(
        painter: QPainter, room: QRect, entry: Entry, theme: Theme, *, is_mirrored: bool
    ) -> QRect:
        """Draw the key as a cap at the end of the line; the room that is left."""
        font = interface_font(caption_font().pixelSize())
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(entry.key) + 2 * _CAP
        height = metrics.height() + 4
        left = room.left() if is_mirrored else room.right() - width
        cap = QRect(left, room.center().y() - height // 2, width, height)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.surface)
        painter.drawRoundedRect(cap.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(font)
        painter.setPen(theme.disabled if entry.why_not else theme.muted)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, entry.key)
        taken = width + _GAP
        return room.adjusted(taken if is_mirrored else 0, 0, 0 if is_mirrored else -taken, 0)

    @staticmethod
    def _paint_words(
        painter: QPainter, room: QRect, entry: Entry, theme: Theme, *, is_mirrored: bool
    ) -> None:
        font = interface_font()
        small = interface_font(theme.sizes.small)
        metrics, thin = QFontMetrics(font), QFontMetrics(small)
        side = entry.why_not or entry.around
        needed = thin.horizontalAdvance(side) + _GAP if side else 0
        most = max(room.width() - needed, round(room.width() * _SHARE_OF_TITLE))
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, most)
        width = metrics.horizontalAdvance(title)
        rest = room.width() - width - _GAP
        begin = room.right() - width if is_mirrored else room.left()
        line = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        ink: QColor = theme.disabled if entry.why_not else theme.text
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(QRect(begin, room.top(), width + 2, room.height()), line, title)
        if rest <= 0 or not side:
            return
        shown = thin.elidedText(side, Qt.TextElideMode.ElideRight, rest)
        left = room.left() if is_mirrored else begin + width + _GAP
        ends = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        painter.setFont(small)
        painter.setPen(theme.muted)
        painter.drawText(QRect(left, room.top(), rest, room.height()), line | ends, shown)
