"""The article's words with their marks: painting, selecting, walking, writing."""

from bisect import bisect_left
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
from stanceline.ui.reader.geometry import LONGEST_MEASURE, SHORTEST_MEASURE, TextGeometry
from stanceline.ui.reader.layout import CARET_WIDTH, ArticleLayout
from stanceline.ui.reader.live import LiveText, difference, plain
from stanceline.ui.reader.marking import Marking
from stanceline.ui.reader.marks import MarkIndex, ReaderMark, ReaderMarkKind
from stanceline.ui.reader.page import Page, displayed
from stanceline.ui.reader.paint import paint_flash, paint_found
from stanceline.ui.textmap import Edit, TextMap
from stanceline.ui.theme import SIZES, Theme, reading_font, scaled

SMALLEST_TEXT = 12
LARGEST_TEXT = 34

_COMFORT_ABOVE = 0.12
_COMFORT_BELOW = 0.62
_CLICK_SLACK = 4
_EDGE_WIDTH = 3
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MARK_KEYS = {
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_E: "E",
    **{Qt.Key(Qt.Key.Key_1 + number): str(number + 1) for number in range(9)},
}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class ArticleText(QTextEdit):
    """A text with a caret; shows exactly the article's body and nothing foreign.

    It is read-only until it is edited.

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
    heights_known = Signal()
    typed = Signal()
    editing_left = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Article"))
        self._theme = theme
        self._article_id: int | None = None
        self._body = ""
        self._text_map = TextMap("")
        self._live: LiveText | None = None
        self._stored: str | None = None
        self._edits: list[Edit] = []
        self._has_typed = False
        self._marks: tuple[ReaderMark, ...] = ()
        self._found: list[tuple[int, int]] = []
        self._found_starts: list[int] = []
        self._found_current = -1
        self._flashed: tuple[int, int] | None = None
        self._hovered = ""
        self._focused = ""
        self._pressed_at: QPoint | None = None
        self._text_size = SIZES.reading
        self._is_settling = False
        self._layout = ArticleLayout(self.document(), self)
        self.document().setDocumentLayout(self._layout)
        self._page = Page(self._layout, self._text_size)
        self._geometry = TextGeometry(self._layout)
        self.marking = Marking(self._layout, self._page, self._geometry, theme)
        self._build()
        self._layout.moved_below.connect(self._keep_in_sight)
        self._layout.set_anew.connect(self.viewport().update)
        self._layout.heights_known.connect(self.heights_known)
        self.document().contentsChange.connect(self._follow_text)
        self.document().contentsChanged.connect(self._tell_typed)

    def _build(self) -> None:
        self.setProperty("bare", "true")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self._allow_selecting()
        self.setCursorWidth(CARET_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(reading_font(self._text_size))
        self.document().setDocumentMargin(0)
        self.viewport().setMouseTracking(True)
        self.setMinimumSize(QSize(240, 120))

    def _allow_selecting(self) -> None:
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    # What is shown

    @property
    def body(self) -> str:
        """The text as it stands now, also while it is being edited."""
        return self._live.body if self._live else self._body

    def set_article(self, article: Article | None, meta: str) -> None:
        """Show an article from its beginning, or nothing; marks are set afterwards.

        The article that is shown already keeps its place; what is being written in it stays.
        """
        title = article.title if article else ""
        same = article is not None and article.id == self._article_id
        self._article_id = article.id if article else None
        self.setAccessibleName(title or self.tr("Article"))
        self.setAccessibleDescription(meta)
        if same and article is not None:
            self._renew(title, meta, article.body)
            return
        if self._live:
            self._leave_editing()
        self._body = article.body if article else ""
        self._text_map = TextMap(self._body)
        self._let_go()
        self._page.set_text(title, meta, self._body)
        self.marking.set_index(MarkIndex((), self._text_map))
        self._arrange()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def _let_go(self) -> None:
        self._flashed = None
        self._focused = self._hovered = ""
        self._marks = ()
        self._found, self._found_current = [], -1
        self.setExtraSelections([])

    def _renew(self, title: str, meta: str, body: str) -> None:
        """Take what has changed about the article on the page."""
        if self._live is None:
            self._let_go()
            self._replace_text(body)
            self.marking.set_index(MarkIndex((), self._text_map))
        elif self._live.body == body:
            # What is being written has been kept: changes count from here.
            self._body, self._stored, self._edits = body, None, []
            self._live = LiveText(body, self.document().toRawText())
        else:
            self._stored = body if body != self._body else None
        self._page.set_facts(title, meta, self.body)
        self._arrange()

    def _replace_text(self, body: str) -> None:
        """Show another version of the text with the same lines in sight."""
        start, end, now = difference(displayed(self._body), displayed(body))
        place = self._layout.qt_range(self._top, self._top)[0]
        hidden = self._top - self._layout.line_top(place)
        if start != end or now:
            cursor = self._cursor_for_places(self._text_map.to_qt(start), self._text_map.to_qt(end))
            cursor.insertText(now)
            edit = self._text_map.replace(start, end, now)
            place = edit.moved(place, place + 1)[0]
        self._body = body
        if self._top:
            self.verticalScrollBar().setValue(self._layout.line_top(place) + hidden)

    def set_marks(self, marks: Sequence[ReaderMark]) -> int:
        """Show these marks in place of those before; how many of them differ.

        A focused mark stays so if it is there. Spans are those of the article's body, also
        while it is being edited: they then follow what has been written since.
        """
        self._marks = tuple(marks)
        if self._stored is not None:
            # They belong to a text that somebody else changed and that is not shown yet.
            return 0
        if self._edits:
            index = MarkIndex(self._marks, TextMap(self._body))
            for edit in self._edits:
                index.follow(edit)
            self.marking.set_index(index)
            n_changed = len(self._marks)
        else:
            n_changed = self.marking.show(self._marks, self.text_map)
        if n_changed:
            if self._focused not in self.marking.index.by_key:
                self._focused = ""
            self._hovered = ""
            self._divide_again()
        return n_changed

    def _divide_again(self) -> None:
        """Arrange the page if the marks that are shown now want other columns."""
        if self._page.would_divide_otherwise(self.viewport().width()):
            self._arrange()
        else:
            self._settle_in_sight()
            self.viewport().update()

    def set_dimmed(self, spans: Sequence[Span]) -> None:
        """Show these words in faint ink: they are no part of the article proper.

        What is faint already follows what is written, for which no other places are taken.
        """
        if self._edits or self._stored is not None:
            return
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
        faint = self.extraSelections()
        for selection in faint:
            selection.format.setForeground(theme.dimmed)
        self.setExtraSelections(faint)
        self.viewport().update()

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
        place = self._layout.qt_range(self._top, self._top)[0]
        was_at_top = not self._top
        self.setFont(self._page.text_font)
        self._arrange()
        if not was_at_top:
            self.verticalScrollBar().setValue(self._layout.line_top(place))

    def set_found(self, spans: Sequence[Span], current: int) -> None:
        """Show these places as found words, the current one outlined; -1 for none."""
        self._found = [self._qt_places(span) for span in spans]
        self._found_starts = [start for start, _ in self._found]
        self._found_current = current
        self.viewport().update()

    def set_flashed(self, span: Span | None) -> None:
        """Show one passage as just jumped to, or none."""
        self._flashed = self._qt_places(span) if span else None
        self.viewport().update()

    # Editing

    @property
    def text_map(self) -> TextMap:
        """The positions of the text as it stands now."""
        return self._live.text_map if self._live else self._text_map

    @property
    def is_editing(self) -> bool:
        """Whether the text can be written in."""
        return self._live is not None

    def begin_editing(self) -> None:
        """Let the text be written in, with undo of its own; the marks follow."""
        if self._live is not None:
            return
        self._live = LiveText(self._body, self.document().toRawText())
        self._edits = []
        self._flashed = None
        self._set_hovered("")
        self._focused = ""
        first, last = self._visible_range()
        if not first <= self.textCursor().position() <= last:
            # Where one reads one wants to write.
            cursor = self.textCursor()
            cursor.setPosition(first)
            self.setTextCursor(cursor)
        self.setReadOnly(False)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(True)
        self.viewport().update()

    def end_editing(self) -> None:
        """Leave the text as its article has it: what was written is gone from here."""
        if self._live is None:
            return
        live, stored = self._live, self._stored
        wanted = self._body if stored is None else stored
        self._leave_editing()
        self._body, self._text_map = live.body, live.text_map
        if live.body != wanted:
            self._replace_text(wanted)
            self.marking.set_index(MarkIndex(self._marks, self._text_map))
            self._arrange()
        self.viewport().update()

    def _leave_editing(self) -> None:
        self._live = self._stored = None
        self._edits = []
        self.setUndoRedoEnabled(False)
        self.setReadOnly(True)
        self.setTabChangesFocus(False)
        self._allow_selecting()

    def _follow_text(self, at: int, removed: int, added: int) -> None:
        if self._live is None:
            return
        caret = self.textCursor().position()
        edit = self._live.follow(self.document(), at, removed, added, caret)
        if edit is None:
            return
        self._note(edit)
        if self._live.body == self._body:
            # All is as it was, so words that were gone are there again.
            self._edits = []
            self.marking.set_index(MarkIndex(self._marks, self._live.text_map))
        else:
            self.marking.follow(edit)
        self._found, self._found_starts, self._found_current = [], [], -1
        self._has_typed = True

    def _note(self, edit: Edit) -> None:
        """Remember a change, together with the one before when it goes on with that."""
        last = self._edits[-1] if self._edits else None
        goes_on = last is not None and not edit.removed and not last.removed
        if last is not None and goes_on and edit.start == last.start + last.added:
            self._edits[-1] = Edit(last.start, 0, last.added + edit.added)
        else:
            self._edits.append(edit)

    def _tell_typed(self) -> None:
        if self._has_typed:
            self._has_typed = False
            self._settle_in_sight()
            self.viewport().update()
            self.typed.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt's name)
        """Put in what was copied elsewhere, its words alone."""
        if self._live is not None and source.hasText():
            self.textCursor().insertText(plain(source.text()))
            self.ensureCursorVisible()

    # Selection and focus

    def selected_span(self) -> Span | None:
        """The selected words without white space around them, None when there are none."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        span = self.text_map.span_from_qt(cursor.selectionStart(), cursor.selectionEnd())
        try:
            return trimmed(self.body, span) if span else None
        except SpanOutsideText:
            return None

    def select_span(self, span: Span) -> None:
        """Select these words and put the caret at their end."""
        self.setTextCursor(self._cursor_for(span))

    def caret(self) -> int:
        """Where the caret stands, or the selection begins."""
        return self.text_map.from_qt(self.textCursor().selectionStart())

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
            told = f"{mark.label} {mark.sublabel} {self._told_of(mark)}"
            self.setAccessibleDescription(told.strip())
        self.viewport().update()

    def _told_of(self, mark: ReaderMark) -> str:
        if not mark.is_doubtful:
            return mark.tooltip
        doubt = self.tr("The text was changed here: check whether these are the right words.")
        return f"{mark.tooltip}\n{doubt}".strip()

    def mark_at(self, point: QPoint) -> ReaderMark | None:
        """The mark whose words or label are at a point of the viewport."""
        in_document = self._to_document(point)
        labelled = self.marking.label_at(in_document)
        if labelled:
            return labelled
        hit = self._layout.character_at(in_document)
        return self.marking.index.at(hit) if hit >= 0 else None

    # Places

    def live_spans(self, key: str) -> tuple[Span, ...]:
        """Where the words of a mark lie in the text as it stands now."""
        spans = (
            self.text_map.span_from_qt(part.start, part.end)
            for part in self.marking.index.segments_of(key)
        )
        return tuple(span for span in spans if span is not None)

    def viewport_rect(self, span: Span) -> QRect:
        """The smallest rectangle of the viewport around all of the span's words."""
        around = QRectF()
        start, end = self._qt_places(span)
        # What is measured is set first: this may move the page below.
        self._layout.settle_blocks(
            self._layout.table.holding(start), self._layout.table.holding(end) + 1
        )
        for rect in self._geometry.rects(start, end):
            around = around.united(rect)
        return around.translated(-self._offset()).toAlignedRect()

    def scroll_to(self, span: Span) -> None:
        """Bring the span's beginning to a comfortable height, unless it is at one."""
        rect = self.viewport_rect(span)
        height = self.viewport().height()
        if rect.top() < height * _COMFORT_ABOVE or rect.bottom() > height * _COMFORT_BELOW:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + rect.top() - round(height * _COMFORT_ABOVE * 2))

    def show_place(self, place: int) -> None:
        """Bring the line of a code point to the top."""
        qt_pos = self.text_map.to_qt(min(place, self.text_map.length))
        top = self._layout.line_top(qt_pos)
        self.verticalScrollBar().setValue(top if qt_pos else 0)

    def place_in_sight(self) -> int:
        """The code point with which the first line in sight begins."""
        return self.text_map.from_qt(self._layout.qt_range(self._top, self._top)[0])

    def furthest_in_sight(self) -> int:
        """The code point with which the last whole line in sight ends."""
        last = self._top + self.viewport().height() - self._page.line_height
        end = self._layout.qt_range(last, max(self._top, last))[1]
        return self.text_map.from_qt(min(end, self.text_map.qt_length))

    def _qt_places(self, span: Span) -> tuple[int, int]:
        """Where a span lies, as far as the text goes: one that is edited may be shorter."""
        end = self.text_map.length
        return self.text_map.to_qt(min(span.start, end)), self.text_map.to_qt(min(span.end, end))

    def _cursor_for(self, span: Span) -> QTextCursor:
        return self._cursor_for_places(*self._qt_places(span))

    def _cursor_for_places(self, qt_start: int, qt_end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(qt_start)
        cursor.setPosition(qt_end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    @property
    def _top(self) -> int:
        return self.verticalScrollBar().value()

    def _offset(self) -> QPointF:
        return QPointF(0, self._top)

    def _to_document(self, point: QPoint) -> QPointF:
        return QPointF(point) + self._offset()

    def _visible_range(self) -> tuple[int, int]:
        """The Qt positions between which the lines in sight lie."""
        return self._layout.qt_range(self._top, self._top + self.viewport().height())

    def _arrange(self) -> None:
        columns = self._page.columns
        self._page.arrange(self.viewport().width())
        if columns != self._page.columns:
            self.marking.forget_setting()
        self._settle_in_sight()
        self.viewport().update()
        self.arranged.emit()

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

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint grounds, then the words, then lines, labels and heading."""
        self._settle_in_sight()
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
        self.marking.paint_labels(over, self._top, self._top + self.viewport().height())
        columns = self._page.columns
        self._page.heading.paint(
            over, columns.text_left, self._page.heading_top, self._theme.text, self._theme.muted
        )
        over.end()
        if self._live:
            self._paint_edge()

    def _painter(self) -> QPainter:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self._offset())
        return painter

    def _paint_edge(self) -> None:
        """A line at the edge of the paper: here one writes."""
        painter = QPainter(self.viewport())
        room = self.viewport().rect()
        x = room.right() + 1 - _EDGE_WIDTH if self._page.columns.is_mirrored else 0
        painter.fillRect(x, 0, _EDGE_WIDTH, room.height(), self._theme.accent)

    def _paint_found(self, painter: QPainter, qt_first: int, qt_last: int) -> None:
        start = bisect_left(self._found_starts, qt_first)
        # Found places do not overlap, so that at most the one before reaches in.
        for number in range(max(0, start - 1), bisect_left(self._found_starts, qt_last)):
            is_current = number == self._found_current
            rects = self._geometry.rects(*self._found[number])
            paint_found(painter, rects, self._theme, current=is_current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the page anew and keep the words at the top where they are."""
        place = self._layout.qt_range(self._top, self._top)[0] if self._top else 0
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()
            if place:
                self.verticalScrollBar().setValue(self._layout.line_top(place))
        self._settle_in_sight()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select, unless a label is under the pointer."""
        if self._live:
            super().mousePressEvent(event)
            return
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
        if self._live:
            super().mouseDoubleClickEvent(event)
            return
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
            told = self._told_of(mark) if mark else ""
            text = f"<p>{escape(told)}</p>" if told else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the selection or the focused mark; else move the caret, or write."""
        if self._live and _leaves_editing(event):
            self.editing_left.emit(event.key() != Qt.Key.Key_Escape)
        elif event.matches(QKeySequence.StandardKey.Find):
            self.find_requested.emit()
        elif event.matches(QKeySequence.StandardKey.FindNext):
            self.find_step_requested.emit(1)
        elif event.matches(QKeySequence.StandardKey.FindPrevious):
            self.find_step_requested.emit(-1)
        elif self._live:
            super().keyPressEvent(event)
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
        if self._live:
            return _leaves_editing(event)
        if event.modifiers() not in _PLAIN:
            return False
        if self.textCursor().hasSelection():
            return event.key() in _ENTER_KEYS
        is_mark_key = event.key() in _ENTER_KEYS or event.key() in _MARK_KEYS
        return self.focused_mark() is not None and is_mark_key

    def _walks(self, event: QKeyEvent) -> bool:
        is_tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        without = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if not is_tab or self._live or not self._marks or event.modifiers() & without:
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
        span = self.text_map.span_from_qt(cursor.selectionStart(), cursor.selectionEnd())
        data.setText(span.words(self.body) if span else "")
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 (Qt's name)
        """Only words, and only while the text is being edited: it is the article's."""
        return self._live is not None and source.hasText()

    def loadResource(self, kind: int, name: QUrl | str) -> QByteArray:  # noqa: ARG002, N802 (Qt's)
        """Nothing: an article's text must not reach for files or the network."""
        return QByteArray()


def _leaves_editing(event: QKeyEvent) -> bool:
    """Whether a key ends writing in the text: Ctrl+Return and F2 keep, Escape does not."""
    if event.key() in _ENTER_KEYS:
        return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Escape) and event.modifiers() in _PLAIN
