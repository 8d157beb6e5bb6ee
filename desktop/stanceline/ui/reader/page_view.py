"""The page of an article in a view: how large it is set, where it is scrolled to."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QTextEdit, QWidget

from stanceline.ui.reader.geometry import LONGEST_MEASURE, SHORTEST_MEASURE, TextGeometry
from stanceline.ui.reader.layout import CARET_WIDTH, ArticleLayout
from stanceline.ui.reader.marking import Marking
from stanceline.ui.reader.page import Page
from stanceline.ui.theme import SIZES, Theme, reading_font, scaled

SMALLEST_TEXT = 12
LARGEST_TEXT = 34

_COMFORT_ABOVE = 0.12
_COMFORT_BELOW = 0.62


class PageView(QTextEdit):
    """A page that keeps the words in sight where they are, whatever is set anew.

    All positions are Qt's, within the document. ``arranged`` says that the page was divided
    anew, ``heights_known`` that all of it has been set.
    """

    text_size_changed = Signal(int)
    arranged = Signal()
    heights_known = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text_size = SIZES.reading
        self._is_settling = False
        self._layout = ArticleLayout(self.document(), self)
        self.document().setDocumentLayout(self._layout)
        self._page = Page(self._layout, self._text_size)
        self._geometry = TextGeometry(self._layout)
        self.marking = Marking(self._layout, self._page, self._geometry, theme)
        self.setProperty("bare", "true")
        self.setCursorWidth(CARET_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(reading_font(self._text_size))
        self.document().setDocumentMargin(0)
        self.setMinimumSize(QSize(240, 120))
        self._layout.moved_below.connect(self._keep_in_sight)
        self._layout.set_anew.connect(self.viewport().update)
        self._layout.heights_known.connect(self.heights_known)

    # How it is set

    @property
    def text_size(self) -> int:
        """The size of the running text in pixels."""
        return self._text_size

    def set_text_size(self, size_px: int) -> None:
        """Set the text in another size, within what can be read and still fits."""
        largest = max(LARGEST_TEXT, scaled(LARGEST_TEXT))
        size = max(SMALLEST_TEXT, min(largest, size_px))
        if size == self._text_size:
            return
        self._text_size = size
        self._page.set_text_size(size)
        self._set_again()
        self.text_size_changed.emit(size)

    def set_typeface(self, name: str) -> None:
        """Set the text in one of TYPEFACES; KeyError for any other."""
        self._page.set_typeface(name)
        self._set_again()

    def set_measure(self, characters: int) -> None:
        """Let lines hold so many characters where there is room, within what reads well."""
        self._page.set_measure(max(SHORTEST_MEASURE, min(LONGEST_MEASURE, characters)))
        self._set_again()

    def _set_again(self) -> None:
        self.marking.forget_setting()
        place = self._place_at_top()
        was_at_top = not self._top
        self.setFont(self._page.text_font)
        self._arrange()
        if not was_at_top:
            self._put_at_top(place)

    def _arrange(self) -> None:
        columns = self._page.columns
        self._page.arrange(self.viewport().width())
        if columns != self._page.columns:
            self.marking.forget_setting()
        self._settle_in_sight()
        self.viewport().update()
        self.arranged.emit()

    def _divide_again(self) -> None:
        """Arrange the page if the marks that are shown now want other columns."""
        if self._page.would_divide_otherwise(self.viewport().width()):
            self._arrange()
        else:
            self._settle_in_sight()
            self.viewport().update()

    def _settle_in_sight(self) -> None:
        """Set what is seen, and what its labels need, without moving it."""
        if self._is_settling:
            return
        self._is_settling = True
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        shift = self._layout.settle_between(bar.value(), bar.value() + height)
        if shift:
            bar.setValue(bar.value() + shift)
        self._is_settling = False
        first, last = self.marking.blocks_needed(bar.value(), bar.value() + height)
        self._layout.settle_blocks(first, last)

    def _keep_in_sight(self, above: int, more: int) -> None:
        """Stay with what is seen when the page above it has become longer or shorter."""
        if above < self._top and not self._is_settling:
            self.verticalScrollBar().setValue(self._top + more)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 (Qt's name)
        """Scroll, and set what comes into sight."""
        super().scrollContentsBy(dx, dy)
        self._settle_in_sight()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the page anew and keep the words at the top where they are."""
        place = self._place_at_top() if self._top else 0
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()
            if place:
                self._put_at_top(place)
        self._settle_in_sight()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or with Ctrl change the size of the text."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y()
            self.set_text_size(self._text_size + (steps > 0) - (steps < 0))
            event.accept()
        else:
            super().wheelEvent(event)

    # Where things are

    @property
    def _top(self) -> int:
        return self.verticalScrollBar().value()

    def _place_at_top(self) -> int:
        """The position with which the first line in sight begins."""
        return self._layout.qt_range(self._top, self._top)[0]

    def _put_at_top(self, place: int, hidden: int = 0) -> None:
        """Scroll to the line of a position, so many pixels of which lie above the view."""
        self.verticalScrollBar().setValue(self._layout.line_top(place) + hidden)

    def _offset(self) -> QPointF:
        return QPointF(0, self._top)

    def _to_document(self, point: QPoint) -> QPointF:
        return QPointF(point) + self._offset()

    def _visible_range(self) -> tuple[int, int]:
        """The positions between which the lines in sight lie."""
        return self._layout.qt_range(self._top, self._top + self.viewport().height())

    def _rect_around(self, start: int, end: int) -> QRect:
        """The smallest rectangle of the viewport around all words between two positions."""
        around = QRectF()
        # What is measured is set first: this may move the page below.
        self._layout.settle_blocks(
            self._layout.table.holding(start), self._layout.table.holding(end) + 1
        )
        for rect in self._geometry.rects(start, end):
            around = around.united(rect)
        return around.translated(-self._offset()).toAlignedRect()

    def _scroll_to_rect(self, rect: QRect) -> None:
        """Bring a rectangle of the viewport to a comfortable height, unless it is at one."""
        height = self.viewport().height()
        if rect.top() < height * _COMFORT_ABOVE or rect.bottom() > height * _COMFORT_BELOW:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + rect.top() - round(height * _COMFORT_ABOVE * 2))

    def _cursor_for_places(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _painter(self) -> QPainter:
        """A painter on the viewport that takes positions of the page."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self._offset())
        return painter
