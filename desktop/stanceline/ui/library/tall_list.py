"""A list that is as quick with 100,000 rows as with ten, though its rows differ in height."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QCursor,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from stanceline.ui.library.heights import RowHeights

_Index = QModelIndex | QPersistentModelIndex
_Move = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint

_MEASURED_AROUND = 3
"""So many rows are measured beyond those in sight; each costs as much as one in sight."""
_NEAR_END = 12
_STEP = 40
_MOST_PASSES = 4


class TallList(QListView):
    """A list view that measures and paints only the rows in sight and some beside them.

    Qt's own asks the height of every row before the first is painted. Here a row has a
    guessed height until it comes near; what is in sight stays where it is when rows above
    turn out to be of another height. The model decides by its flags which rows can be
    chosen. Several can, with Shift and Ctrl; ``settled`` says that they are others now.
    A row that has ``FOLD_ROLE`` heads those below it: ``fold_wanted`` asks to close or open
    them. ``typed`` carries what is typed while the list has the keyboard; ``near_end``
    says that scrolling came near the last row.
    """

    FOLD_ROLE = Qt.ItemDataRole.UserRole + 7
    """Whether the rows below are closed; None for rows that head no others."""

    typed = Signal(str)
    near_end = Signal()
    settled = Signal()
    fold_wanted = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights = RowHeights()
        self._is_settling = False
        self._has_model = False
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def estimated_height(self) -> int:
        """The height that a row is taken to have before it is measured."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        return max(1, 4 * option.fontMetrics.height())

    # What lies where

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 (Qt's name)
        """Show this model from now on."""
        super().setModel(model)
        self._has_model = model is not None
        if model is not None:
            model.rowsInserted.connect(self._lengthen)
            model.rowsRemoved.connect(self._refill)
            model.modelReset.connect(self._refill)
        self._refill()

    def _lengthen(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Take up new rows; those put behind the others leave them where they are."""
        if last == self._n_rows() - 1 and first == len(self._heights):
            self._heights.lengthen(last - first + 1, self.estimated_height())
            self.updateGeometries()
            self.viewport().update()
        else:
            self._refill()

    def _refill(self) -> None:
        self._heights.fill(self._n_rows(), self.estimated_height())
        self.updateGeometries()
        self.viewport().update()

    def _n_rows(self) -> int:
        return self.model().rowCount() if self._has_model else 0

    def remeasure(self) -> None:
        """Measure all rows anew: their words or the type are others now."""
        self._heights.forget()
        self.updateGeometries()
        self.viewport().update()

    def doItemsLayout(self) -> None:  # noqa: N802 (Qt's name)
        """Nothing is laid out ahead; the scroll bar learns the height of all."""
        if len(self._heights) != self._n_rows():
            self._heights.fill(self._n_rows(), self.estimated_height())
        QAbstractItemView.doItemsLayout(self)

    def dataChanged(  # noqa: N802 (Qt's name)
        self, first: _Index, last: _Index, roles: Sequence[int] = ()
    ) -> None:
        """Measure what has changed when it is next in sight."""
        super().dataChanged(first, last, roles)
        self.remeasure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words break elsewhere at another width."""
        if event.size().width() != event.oldSize().width():
            self._heights.forget()
        super().resizeEvent(event)

    def updateGeometries(self) -> None:  # noqa: N802 (Qt's name)
        """Fit the scroll bar to the rows."""
        if self._is_settling:
            return
        self._settle()

    def _settle(self) -> None:
        """Measure the rows in and near the viewport, keeping in place what is in sight."""
        self._is_settling = True
        bar = self.verticalScrollBar()
        try:
            self._fit_bar()
            for _ in range(_MOST_PASSES):
                top = bar.value()
                rows = self._unmeasured_near(top)
                if not rows:
                    break
                anchor = self._heights.row_at(top)
                below = top - self._heights.top(anchor)
                self._measure(rows)
                below = min(below, self._heights.height(anchor) - 1)
                self._fit_bar()
                bar.setValue(self._heights.top(anchor) + below)
        finally:
            self._is_settling = False

    def _unmeasured_near(self, top: int) -> list[int]:
        if not len(self._heights):
            return []
        first = self._heights.row_at(top) - _MEASURED_AROUND
        last = self._heights.row_at(top + self.viewport().height()) + _MEASURED_AROUND
        return self._heights.unmeasured(max(0, first), last)

    def _measure(self, rows: list[int]) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = QRect(0, 0, self.viewport().width(), 0)
        delegate = self.itemDelegate()
        model = self.model()
        heights = [delegate.sizeHint(option, model.index(row, 0)).height() for row in rows]
        self._heights.measure(rows, heights)

    def _fit_bar(self) -> None:
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        bar.setRange(0, max(0, self._heights.total - height))
        bar.setPageStep(height)
        bar.setSingleStep(_STEP)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002, N802 (Qt's signature)
        """Paint what is in sight now."""
        if not self._is_settling:
            self._settle()
            self._tell_of_end()
        self.viewport().update()

    def _tell_of_end(self) -> None:
        if len(self._heights):
            bottom = self._heights.row_at(self.verticalOffset() + self.viewport().height())
            if bottom >= len(self._heights) - _NEAR_END:
                self.near_end.emit()

    def put_at(self, index: _Index, top: int) -> None:
        """Scroll so that the row begins so far below the top of the viewport."""
        for _ in range(_MOST_PASSES):
            if not index.isValid() or self.visualRect(index).top() == top:
                break
            self.verticalScrollBar().setValue(self._heights.top(index.row()) - top)

    def verticalOffset(self) -> int:  # noqa: N802 (Qt's name)
        """How far the list is scrolled."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:  # noqa: N802 (Qt's name)
        """The list never scrolls sideways."""
        return 0

    def visualRect(self, index: _Index) -> QRect:  # noqa: N802 (Qt's name)
        """Where a row lies in the viewport, in sight or not."""
        if not index.isValid() or index.row() >= len(self._heights):
            return QRect()
        return self._rect_of(index.row())

    def _rect_of(self, row: int) -> QRect:
        top = self._heights.top(row) - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), self._heights.height(row))

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: N802 (Qt's name)
        """The row under a point of the viewport."""
        y = point.y() + self.verticalOffset()
        if not 0 <= y < self._heights.total or not self.viewport().rect().contains(point):
            return QModelIndex()
        return self.model().index(self._heights.row_at(y), 0)

    def scrollTo(self, index: _Index, hint: _Hint = _Hint.EnsureVisible) -> None:  # noqa: N802 (Qt's name)
        """Bring a row into sight, and the heading right above it too."""
        if not index.isValid() or index.row() >= len(self._heights):
            return
        row = index.row()
        first = row - 1 if row and not self._can_choose(row - 1) else row
        for _ in range(_MOST_PASSES):
            wanted = self._offset_for(first, row, hint)
            if wanted == self.verticalOffset():
                break
            # What comes into sight is measured on the way, which may move the row again.
            self.verticalScrollBar().setValue(wanted)
        self.viewport().update()

    def _offset_for(self, first: int, row: int, hint: _Hint) -> int:
        height = self.viewport().height()
        top, bottom = self._heights.top(first), self._heights.top(row + 1)
        now = self.verticalOffset()
        wanted = now
        if hint is _Hint.PositionAtTop:
            wanted = top
        elif hint is _Hint.PositionAtBottom:
            wanted = bottom - height
        elif hint is _Hint.PositionAtCenter:
            wanted = (top + bottom - height) // 2
        elif top < now or bottom - top > height:
            wanted = top
        elif bottom > now + height:
            wanted = bottom - height
        return max(0, min(wanted, self._heights.total - height))

    # What is chosen

    def _can_choose(self, row: int) -> bool:
        flags = self.model().flags(self.model().index(row, 0))
        return bool(flags & Qt.ItemFlag.ItemIsSelectable)

    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: ARG002, N802 (Qt's signature)
        """The row to which a key leads; headings are passed over."""
        last = len(self._heights) - 1
        if last < 0:
            return QModelIndex()
        current = self.currentIndex()
        row = current.row() if current.isValid() else -1
        match action:
            case _Move.MoveHome:
                return self._choosable(0, 1)
            case _Move.MoveEnd:
                return self._choosable(last, -1)
            case _Move.MovePageDown if row >= 0:
                y = self._heights.top(row) + self.viewport().height()
                return self._choosable(max(row, self._heights.row_at(y)), -1)
            case _Move.MovePageUp if row >= 0:
                y = self._heights.top(row) - self.viewport().height()
                return self._choosable(min(row, self._heights.row_at(y)), 1)
            case _Move.MoveUp | _Move.MoveLeft | _Move.MovePrevious if row > 0:
                found = self._choosable(row - 1, -1)
                return found if found.isValid() else current
            case _Move.MoveDown | _Move.MoveRight | _Move.MoveNext:
                found = self._choosable(min(row + 1, last), 1)
                return found if found.isValid() else current
        return current if row >= 0 else self._choosable(0, 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the keyboard; Qt makes the first row current then, which no key could choose."""
        had_current = self.currentIndex().isValid()
        super().focusInEvent(event)
        if not had_current:
            self.selectionModel().clearCurrentIndex()

    def _choosable(self, row: int, step: int) -> QModelIndex:
        """The first row from here on that can be chosen, invalid when there is none."""
        while 0 <= row < len(self._heights):
            if self._can_choose(row):
                return self.model().index(row, 0)
            row += step
        return QModelIndex()

    def setSelection(  # noqa: N802 (Qt's name)
        self, rect: QRect, command: QItemSelectionModel.SelectionFlag
    ) -> None:
        """Choose the rows that the rectangle reaches."""
        selection = QItemSelection()
        area = rect.normalized()
        offset = self.verticalOffset()
        if len(self._heights) and area.top() + offset < self._heights.total:
            first = self._heights.row_at(area.top() + offset)
            last = self._heights.row_at(area.bottom() + offset)
            selection = QItemSelection(self.model().index(first, 0), self.model().index(last, 0))
        self.selectionModel().select(selection, command)

    def selectionChanged(  # noqa: N802 (Qt's name)
        self, selected: QItemSelection, deselected: QItemSelection
    ) -> None:
        """Tell of it without listing the rows, of which there may be 100,000."""
        super().selectionChanged(selected, deselected)
        self.viewport().update()
        self.settled.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close or open a group by its heading; what is chosen stays so."""
        index = self.indexAt(event.position().toPoint())
        if index.data(self.FOLD_ROLE) is not None:
            if event.button() == Qt.MouseButton.LeftButton:
                self.fold_wanted.emit(index)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer with the hover alone: a press that slips chooses no more."""
        if event.buttons() == Qt.MouseButton.NoButton:
            super().mouseMoveEvent(event)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: N802 (Qt's name)
        """Where the selected rows lie."""
        region = QRegion()
        for number in range(selection.size()):
            part = selection.at(number)
            first, last = part.top(), min(part.bottom(), len(self._heights) - 1)
            if first <= last:
                region += self._rect_of(first).united(self._rect_of(last))
        return region

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 (Qt's name)
        """Looking through every row's words would take all of them; the search does it better."""
        self.typed.emit(search)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight."""
        if not len(self._heights):
            return
        painter = QPainter(self.viewport())
        offset = self.verticalOffset()
        first = self._heights.row_at(event.rect().top() + offset)
        last = self._heights.row_at(event.rect().bottom() + offset)
        hovered = self._hovered_row()
        for row in range(first, last + 1):
            self._paint_row(painter, row, is_hovered=row == hovered)

    def _hovered_row(self) -> int:
        viewport = self.viewport()
        if not viewport.underMouse():
            return -1
        return self.indexAt(viewport.mapFromGlobal(QCursor.pos())).row()

    def _paint_row(self, painter: QPainter, row: int, *, is_hovered: bool) -> None:
        index = self.model().index(row, 0)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self._rect_of(row)
        state = option.state & ~(QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver)
        if self.selectionModel().isSelected(index):
            state |= QStyle.StateFlag.State_Selected
        if is_hovered:
            state |= QStyle.StateFlag.State_MouseOver
        if self.hasFocus() and index == self.currentIndex():
            state |= QStyle.StateFlag.State_HasFocus
        option.state = state
        self.itemDelegate().paint(painter, option, index)
