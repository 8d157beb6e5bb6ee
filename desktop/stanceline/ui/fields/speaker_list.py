"""The list of speakers that opens below a speaker field."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.speakers import Speaker
from stanceline.ui.fields.speaker_ranking import Match
from stanceline.ui.theme import current_theme

_ROW_HEIGHT = 28
_PADDING = 8
_GAP = 10
_MARGIN = 5
_BORDER = 2
_LEAST_WIDTH = 260
_DISTANCE = 3
_EDGE = 6

_Index = QModelIndex | QPersistentModelIndex


def details_of(speaker: Speaker) -> str:
    """The speaker's role and affiliation in one line."""
    return ", ".join(filter(None, (speaker.role, speaker.affiliation)))


class _Rows(QAbstractListModel):
    """The matches, and at the end the new speaker when a name for one is given."""

    NAME = int(Qt.ItemDataRole.DisplayRole)
    DETAILS = int(Qt.ItemDataRole.UserRole)
    IS_NEW = int(Qt.ItemDataRole.UserRole) + 1

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._matches: list[Match] = []
        self._new_name = ""

    def fill(self, matches: Sequence[Match], new_name: str) -> None:
        """Hold these rows instead."""
        self.beginResetModel()
        self._matches = list(matches)
        self._new_name = new_name
        self.endResetModel()

    def match_at(self, row: int) -> Match | None:
        """The match of the row; None for the new speaker."""
        return self._matches[row] if 0 <= row < len(self._matches) else None

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many rows there are."""
        if parent is not None and parent.isValid():
            return 0
        return len(self._matches) + bool(self._new_name)

    def data(self, index: _Index, role: int = NAME) -> object:
        """The name, the details, or both for those who hear them."""
        match = self.match_at(index.row())
        if match is None:
            name, details = self.tr("New speaker “{name}”").format(name=self._new_name), ""
        else:
            name, details = match.speaker.name, _told(match)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (name, details)))
        return {self.NAME: name, self.DETAILS: details, self.IS_NEW: match is None}.get(role)


def _told(match: Match) -> str:
    """Role and affiliation, and the alias by which the speaker was found."""
    speaker = match.speaker
    alias = match.form if match.form in speaker.aliases else ""
    return ", ".join(filter(None, (f"“{alias}”" if alias else "", details_of(speaker))))


class _RowPainter(QStyledItemDelegate):
    """A name in the ink of text and its details in grey behind it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 (Qt's signature)
        """One line."""
        return QSize(0, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        theme = current_theme()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if is_selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent_soft if is_selected else theme.hover)
            painter.drawRoundedRect(rect, 5, 5)
        inside = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        name = metrics.elidedText(
            index.data(_Rows.NAME), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.setPen(theme.accent if index.data(_Rows.IS_NEW) else theme.text)
        painter.drawText(inside, middle, name)
        inside.setLeft(inside.left() + metrics.horizontalAdvance(name) + _GAP)
        details = index.data(_Rows.DETAILS)
        if details and inside.width() > 4 * _GAP:
            painter.setPen(theme.muted)
            shown = metrics.elidedText(details, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, middle, shown)
        painter.restore()


class SpeakerList(QFrame):
    """Matches to choose from, floating in a window; the focus stays in the field.

    ``clicked`` is emitted when a person clicked a row, which is then the current one.
    """

    clicked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("frame", "card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows = _Rows(self)
        self._view = QListView()
        self._view.setProperty("bare", "true")
        self._view.setAccessibleName(self.tr("Speakers"))
        self._view.setModel(self._rows)
        self._view.setItemDelegate(_RowPainter(self._view))
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setMouseTracking(True)
        self._view.setUniformItemSizes(True)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.clicked.connect(self._click)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.addWidget(self._view)
        self.hide()

    def show_matches(self, matches: Sequence[Match], new_name: str, *, chooses_new: bool) -> None:
        """Show these, and last a row for a new speaker when there is a name for one.

        The first row is the current one, or that of the new speaker.
        """
        self._rows.fill(matches, new_name)
        self._select(self._rows.rowCount() - 1 if chooses_new else 0)

    def current(self) -> Match | None:
        """The match that is the current row, or None for a new speaker."""
        return self._rows.match_at(self._view.currentIndex().row())

    def current_words(self) -> str:
        """What the current row says, for those who cannot see it."""
        said = self._view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
        return said if isinstance(said, str) else ""

    def texts(self) -> list[str]:
        """The names in the rows, from top to bottom."""
        rows = self._rows
        return [str(rows.data(rows.index(row))) for row in range(rows.rowCount())]

    def step(self, step: int) -> None:
        """Go to the next or the previous row, around the ends."""
        row = self._view.currentIndex().row() + step
        self._select(row % self._rows.rowCount())

    def place_at(self, field: QWidget) -> None:
        """Stand below the field, or above where there is more room, inside the window."""
        window = self._window
        top_left = field.mapTo(window, QPoint(0, 0))
        width = min(max(field.width(), _LEAST_WIDTH), window.width() - 2 * _EDGE)
        height = self._rows.rowCount() * _ROW_HEIGHT + 2 * (_MARGIN + _BORDER)
        below = top_left.y() + field.height() + _DISTANCE
        room_below = window.height() - below - _EDGE
        room_above = top_left.y() - _DISTANCE - _EDGE
        if height > room_below and room_above > room_below:
            height = min(height, room_above)
            top = top_left.y() - _DISTANCE - height
        else:
            height = max(min(height, room_below), _ROW_HEIGHT + 2 * _MARGIN)
            top = below
        left = max(_EDGE, min(top_left.x(), window.width() - width - _EDGE))
        self.setGeometry(left, top, width, height)
        self.show()
        self.raise_()
        self._view.scrollTo(self._view.currentIndex())

    def _select(self, row: int) -> None:
        self._view.setCurrentIndex(self._rows.index(row))

    def _click(self) -> None:
        self.clicked.emit()
