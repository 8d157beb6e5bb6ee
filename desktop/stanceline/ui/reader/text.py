"""The article's words with their marks: painting, selecting, walking."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QMimeData,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from stanceline.domain.articles import Article
from stanceline.domain.spans import Span, SpanOutsideText, trimmed
from stanceline.ui.reader.geometry import TextGeometry
from stanceline.ui.reader.marking import Marking
from stanceline.ui.reader.marks import MarkIndex, ReaderMark, ReaderMarkKind
from stanceline.ui.reader.page import Page
from stanceline.ui.reader.paint import paint_flash, paint_found
from stanceline.ui.textmap import TextMap
from stanceline.ui.theme import SIZES, Theme, reading_font

SMALLEST_TEXT = 12
LARGEST_TEXT = 34

_COMFORT_ABOVE = 0.12
_COMFORT_BELOW = 0.62
_CLICK_SLACK = 4
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MARK_KEYS = {
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_E: "E",
    **{Qt.Key(Qt.Key.Key_1 + number): str(number + 1) for number in range(9)},
}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class ArticleText(QTextEdit):
    """A read-only text with a caret; shows exactly the article's body and nothing foreign.

    All spans that come in and go out are code points of the body.
    """

    selection_finished = Signal(object)
    mark_clicked = Signal(str)
    mark_activated = Signal(str)
    background_clicked = Signal()
    walk_requested = Signal(int)
    key_for_mark = Signal(str)
    find_requested = Signal()
    find_step_requested = Signal(int)
    text_size_changed = Signal(int)
    arranged = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._body = ""
        self._text_map = TextMap("")
        self._marks: tuple[ReaderMark, ...] = ()
        self._dimmed: tuple[Span, ...] = ()
        self._found: list[tuple[int, int]] = []
        self._found_current = -1
        self._flashed: tuple[int, int] | None = None
        self._hovered = ""
        self._focused = ""
        self._pressed_at: QPoint | None = None
        self._text_size = SIZES.reading
        self._build()
        self._page = Page(self.document(), self._text_size)
        self._geometry = TextGeometry(self.document())
        self.marking = Marking(self._page, self._geometry, theme)
        self.document().documentLayout().documentSizeChanged.connect(self._forget_layout)

    def _build(self) -> None:
        self.setProperty("bare", "true")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setCursorWidth(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(reading_font(self._text_size))
        self.document().setDocumentMargin(0)
        self.viewport().setMouseTracking(True)
        self.setMinimumSize(QSize(240, 120))

    # What is shown

    def set_article(self, article: Article | None, meta: str) -> None:
        """Show an article from its beginning, or nothing; marks are set afterwards."""
        self._body = article.body if article else ""
        title = article.title if article else ""
        self._text_map = TextMap(self._body)
        self._flashed = None
        self._focused = self._hovered = ""
        self._dimmed = ()
        self._marks = ()
        self._found, self._found_current = [], -1
        self.setExtraSelections([])
        self._page.set_text(title, meta, self._body)
        self._geometry.forget_text()
        self.marking.set_index(MarkIndex((), self._text_map))
        self.setAccessibleName(title)
        self.setAccessibleDescription(meta)
        self._arrange()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def set_marks(self, marks: Sequence[ReaderMark]) -> None:
        """Show these marks in place of those before; a focused one stays so if it is there."""
        self._marks = tuple(marks)
        self.marking.set_index(MarkIndex(self._marks, self._text_map))
        if self._focused not in self.marking.index.by_key:
            self._focused = ""
        self._hovered = ""
        self._arrange()

    def set_dimmed(self, spans: Sequence[Span]) -> None:
        """Show these words in faint ink: they are no part of the article proper."""
        self._dimmed = tuple(spans)
        selections = []
        for span in spans:
            selection = QTextEdit.ExtraSelection()
            # The class of the binding declares its members without types.
            selection.cursor = self._cursor_for(span)
            selection.format.setForeground(self._theme.dimmed)
            selections.append(selection)
        self.setExtraSelections(selections)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of another theme."""
        self._theme = theme
        self.marking.set_theme(theme)
        self.set_dimmed(self._dimmed)
        self.viewport().update()

    @property
    def text_size(self) -> int:
        """The size of the running text in pixels."""
        return self._text_size

    def set_text_size(self, size_px: int) -> None:
        """Set the text in another size, within what can be read and still fits."""
        size = max(SMALLEST_TEXT, min(LARGEST_TEXT, size_px))
        if size == self._text_size:
            return
        place = self._place_at_top()
        self._text_size = size
        self.setFont(reading_font(size))
        self._page.set_text_size(size)
        self._arrange()
        self._scroll_to_place(place)
        self.text_size_changed.emit(size)

    def set_found(self, spans: Sequence[Span], current: int) -> None:
        """Show these places as found words, the current one outlined; -1 for none."""
        self._found = [self._text_map.span_to_qt(span) for span in spans]
        self._found_current = current
        self.viewport().update()

    def set_flashed(self, span: Span | None) -> None:
        """Show one passage as just jumped to, or none."""
        self._flashed = self._text_map.span_to_qt(span) if span else None
        self.viewport().update()

    # Selection and focus

    def selected_span(self) -> Span | None:
        """The selected words without white space around them, None when there are none."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        span = self._text_map.span_from_qt(cursor.selectionStart(), cursor.selectionEnd())
        try:
            return trimmed(self._body, span) if span else None
        except SpanOutsideText:
            return None

    def select_span(self, span: Span) -> None:
        """Select these words and put the caret at their end."""
        self.setTextCursor(self._cursor_for(span))

    def caret(self) -> int:
        """Where the caret stands, or the selection begins."""
        return self._text_map.from_qt(self.textCursor().selectionStart())

    def focused_mark(self) -> ReaderMark | None:
        """The mark that keys act on."""
        return self.marking.index.by_key.get(self._focused)

    def set_focused_mark(self, key: str | None) -> None:
        """Let keys act on this mark and put the caret at its start, or act on none."""
        self._focused = key if key in self.marking.index.by_key and key else ""
        segments = self.marking.index.segments_of(self._focused)
        mark = self.focused_mark()
        if segments and mark:
            cursor = self.textCursor()
            cursor.setPosition(segments[0].start)
            self.setTextCursor(cursor)
            self.setAccessibleDescription(f"{mark.label} {mark.sublabel} {mark.tooltip}".strip())
        self.viewport().update()

    def mark_at(self, point: QPoint) -> ReaderMark | None:
        """The mark whose words or label are at a point of the viewport."""
        in_document = self._to_document(point)
        labelled = self.marking.label_at(in_document)
        if labelled:
            return labelled
        hit = self.document().documentLayout().hitTest(in_document, Qt.HitTestAccuracy.ExactHit)
        return self.marking.index.at(hit) if hit >= 0 else None

    # Places

    def viewport_rect(self, span: Span) -> QRect:
        """The smallest rectangle of the viewport around all of the span's words."""
        around = QRectF()
        for rect in self._geometry.rects(*self._text_map.span_to_qt(span)):
            around = around.united(rect)
        return around.translated(-self._offset()).toAlignedRect()

    def scroll_to(self, span: Span) -> None:
        """Bring the span's beginning to a comfortable height, unless it is at one."""
        rect = self.viewport_rect(span)
        height = self.viewport().height()
        if rect.top() < height * _COMFORT_ABOVE or rect.bottom() > height * _COMFORT_BELOW:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + rect.top() - round(height * _COMFORT_ABOVE * 2))

    def document_height(self) -> float:
        """The height of the whole text as it is set."""
        return self.document().documentLayout().documentSize().height()

    def _cursor_for(self, span: Span) -> QTextCursor:
        start, end = self._text_map.span_to_qt(span)
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _offset(self) -> QPointF:
        return QPointF(0, self.verticalScrollBar().value())

    def _to_document(self, point: QPoint) -> QPointF:
        return QPointF(point) + self._offset()

    def _visible_range(self) -> tuple[int, int]:
        """The Qt positions between which the lines in sight lie."""
        height = self.viewport().height()
        return self._line_range(0)[0], self._line_range(height)[1]

    def _line_range(self, y: int) -> tuple[int, int]:
        cursor = self.cursorForPosition(QPoint(self._page.columns.text_left, y))
        block = cursor.block()
        line = block.layout().lineForTextPosition(cursor.position() - block.position())
        if not line.isValid():
            return block.position(), block.position() + block.length()
        start = block.position() + line.textStart()
        return start, start + line.textLength()

    def _arrange(self) -> None:
        self._page.arrange(self.viewport().width())
        self._geometry.settle()
        self._forget_layout()

    def _forget_layout(self) -> None:
        self._geometry.forget_layout()
        self.marking.forget_layout()
        self.viewport().update()
        self.arranged.emit()

    def _place_at_top(self) -> int:
        return self.cursorForPosition(QPoint(self._page.columns.text_left, 0)).position()

    def _scroll_to_place(self, qt_pos: int) -> None:
        if self.verticalScrollBar().value() or qt_pos:
            self.verticalScrollBar().setValue(round(self._geometry.line_top(qt_pos)))

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint grounds, then the words, then lines, labels and heading."""
        first, last = self._visible_range()
        segments = self.marking.index.between(first, last)
        under = self._painter()
        self.marking.paint_under(under, segments, self._hovered)
        self._paint_found(under, first, last)
        if self._flashed:
            paint_flash(under, self._geometry.rects(*self._flashed), self._theme)
        under.end()
        super().paintEvent(event)
        over = self._painter()
        self.marking.paint_over(over, segments, self._hovered, self._focused)
        top = float(self.verticalScrollBar().value())
        self.marking.paint_labels(over, top, top + self.viewport().height())
        columns = self._page.columns
        self._page.heading.paint(
            over, columns.text_left, self._page.heading_top, self._theme.text, self._theme.muted
        )
        over.end()

    def _painter(self) -> QPainter:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self._offset())
        return painter

    def _paint_found(self, painter: QPainter, qt_first: int, qt_last: int) -> None:
        for number, (start, end) in enumerate(self._found):
            if start < qt_last and end > qt_first:
                is_current = number == self._found_current
                rects = self._geometry.rects(start, end)
                paint_found(painter, rects, self._theme, current=is_current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the page anew and keep the words at the top where they are."""
        place = self._place_at_top() if self.verticalScrollBar().value() else 0
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()
            if place:
                self._scroll_to_place(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select, unless a label is under the pointer."""
        at = event.position().toPoint()
        self._pressed_at = at if event.button() == Qt.MouseButton.LeftButton else None
        if not self.marking.label_at(self._to_document(at)):
            self._let_go_of_selection(event)
            super().mousePressEvent(event)

    def _let_go_of_selection(self, event: QMouseEvent) -> None:
        """Have a press within the selected words begin a new selection, not drag them away."""
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.button() == Qt.MouseButton.LeftButton and is_plain:
            # The caret goes where the pointer is: set elsewhere, it would scroll the text.
            self.setTextCursor(self.cursorForPosition(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select, or show what the pointer is on."""
        super().mouseMoveEvent(event)
        at = event.position().toPoint()
        if event.buttons() == Qt.MouseButton.NoButton:
            mark = self.mark_at(at)
            self._set_hovered(mark.key if mark else "")
            on_label = self.marking.label_at(self._to_document(at)) is not None
            shape = Qt.CursorShape.PointingHandCursor if on_label else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell what was selected, or what was clicked when nothing was."""
        super().mouseReleaseEvent(event)
        pressed_at, self._pressed_at = self._pressed_at, None
        if pressed_at is None or event.button() != Qt.MouseButton.LeftButton:
            return
        span = self.selected_span()
        at = event.position().toPoint()
        if span:
            self.selection_finished.emit(span)
        elif (at - pressed_at).manhattanLength() <= _CLICK_SLACK:
            self._click(at)

    def _click(self, at: QPoint) -> None:
        mark = self.mark_at(at)
        self._focused = mark.key if mark else ""
        self.viewport().update()
        if mark:
            self.mark_clicked.emit(mark.key)
        else:
            self.background_clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the mark under the pointer, or select a word."""
        mark = self.mark_at(event.position().toPoint())
        if mark and event.button() == Qt.MouseButton.LeftButton:
            self._focused = mark.key
            self._pressed_at = None
            self.mark_activated.emit(mark.key)
        else:
            self._pressed_at = event.position().toPoint()
            super().mouseDoubleClickEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Show nothing as pointed at."""
        self._set_hovered("")
        super().leaveEvent(event)

    def _set_hovered(self, key: str) -> None:
        if key != self._hovered:
            self._hovered = key
            self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or with Ctrl change the size of the text."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y()
            self.set_text_size(self._text_size + (steps > 0) - (steps < 0))
            event.accept()
        else:
            super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take the keys that mean something here before shortcuts and focus do."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._wants(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._walks(event):
                return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say more about the mark under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            mark = self.mark_at(event.pos())
            # Unescaped, a name that looks like markup would be read as such.
            text = f"<p>{escape(mark.tooltip)}</p>" if mark and mark.tooltip else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the selection or the focused mark; else move the caret."""
        if event.matches(QKeySequence.StandardKey.Find):
            self.find_requested.emit()
        elif event.matches(QKeySequence.StandardKey.FindNext):
            self.find_step_requested.emit(1)
        elif event.matches(QKeySequence.StandardKey.FindPrevious):
            self.find_step_requested.emit(-1)
        elif event.key() == Qt.Key.Key_Escape and self.textCursor().hasSelection():
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)
        elif event.key() == Qt.Key.Key_Escape and self.focused_mark() is not None:
            self.background_clicked.emit()
        elif not self._acts_on_mark_or_selection(event):
            super().keyPressEvent(event)

    def _acts_on_mark_or_selection(self, event: QKeyEvent) -> bool:
        if event.modifiers() not in _PLAIN:
            return False
        if self.textCursor().hasSelection():
            span = self.selected_span()
            if event.key() not in _ENTER_KEYS or span is None:
                return False
            self.selection_finished.emit(span)
            return True
        mark = self.focused_mark()
        if mark is None:
            return False
        if event.key() in _ENTER_KEYS:
            if mark.kind is ReaderMarkKind.SUGGESTION:
                self.key_for_mark.emit("Enter")
            else:
                self.mark_activated.emit(mark.key)
            return True
        name = _MARK_KEYS.get(Qt.Key(event.key()))
        if name is None:
            return False
        self.key_for_mark.emit(name)
        return True

    def _wants(self, event: QKeyEvent) -> bool:
        """Whether a key is for the text even where a menu has it as a shortcut."""
        if event.matches(QKeySequence.StandardKey.Find):
            return True
        if event.modifiers() not in _PLAIN:
            return False
        if self.textCursor().hasSelection():
            return event.key() in _ENTER_KEYS
        is_mark_key = event.key() in _ENTER_KEYS or event.key() in _MARK_KEYS
        return self.focused_mark() is not None and is_mark_key

    def _walks(self, event: QKeyEvent) -> bool:
        is_tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        without = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if not is_tab or not self._marks or event.modifiers() & without:
            return False
        is_back = event.key() == Qt.Key.Key_Backtab or bool(
            event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        )
        self.walk_requested.emit(-1 if is_back else 1)
        return True

    def leave(self, direction: int) -> None:
        """Move the keyboard focus on, or back for -1, as Tab does elsewhere."""
        self.focusNextPrevChild(direction > 0)

    # Nothing foreign goes in, and exactly the words go out

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 (Qt's name)
        """The selected words as they stand in the article, without Qt's substitutions."""
        cursor = self.textCursor()
        data = QMimeData()
        span = self._text_map.span_from_qt(cursor.selectionStart(), cursor.selectionEnd())
        data.setText(span.words(self._body) if span else "")
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: ARG002, N802 (Qt's)
        """Never: the text is the article's."""
        return False

    def loadResource(self, kind: int, name: QUrl | str) -> QByteArray:  # noqa: ARG002, N802 (Qt's)
        """Nothing: an article's text must not reach for files or the network."""
        return QByteArray()
