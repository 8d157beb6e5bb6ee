"""The article's words with their marks: showing, selecting, pointing, writing."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QMimeData,
    QPoint,
    QRect,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from stanceline.domain.articles import Article
from stanceline.domain.spans import Span, SpanOutsideText, trimmed
from stanceline.ui.reader.keys import TextKeys
from stanceline.ui.reader.lit import LitWords
from stanceline.ui.reader.live import difference, plain
from stanceline.ui.reader.marks import ReaderMark
from stanceline.ui.reader.page import displayed
from stanceline.ui.reader.page_view import PageView
from stanceline.ui.reader.pointer import TextPointer
from stanceline.ui.reader.writing import Writing
from stanceline.ui.textmap import TextMap
from stanceline.ui.theme import Theme

_EDGE_WIDTH = 3


class ArticleText(PageView):
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
    typed = Signal()
    editing_left = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName(self.tr("Article"))
        self._article_id: int | None = None
        self._writing = Writing()
        self._keys = TextKeys(self)
        self._has_typed = False
        self._marks: tuple[ReaderMark, ...] = ()
        self.lit = LitWords(self._geometry)
        self.pointer = TextPointer(self)
        self._focused = ""
        self._build()
        self.document().contentsChange.connect(self._follow_text)
        self.document().contentsChanged.connect(self._tell_typed)

    def _build(self) -> None:
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self._allow_selecting()
        self.viewport().setMouseTracking(True)

    def _allow_selecting(self) -> None:
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    # What is shown

    @property
    def body(self) -> str:
        """The text as it stands now, also while it is being edited."""
        return self._writing.body

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
        if self.is_editing:
            self._leave_editing()
        self._writing.show(article.body if article else "")
        self._let_go()
        self._page.set_text(title, meta, self.body)
        self.marking.set_index(self._writing.index_of(()))
        self._arrange()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def _let_go(self) -> None:
        self.lit.flashed = None
        self.lit.forget_found()
        self._focused = self.pointer.hovered = ""
        self._marks = ()
        self.setExtraSelections([])

    def _renew(self, title: str, meta: str, body: str) -> None:
        """Take what has changed about the article on the page."""
        if self.is_editing:
            self._writing.take_stored(body, self.document().toRawText())
        else:
            self._let_go()
            self._replace_text(body)
            self.marking.set_index(self._writing.index_of(()))
        self._page.set_facts(title, meta, self.body)
        self._arrange()

    def _replace_text(self, body: str) -> None:
        """Show another version of the text with the same lines in sight."""
        start, end, now = difference(displayed(self.body), displayed(body))
        place = self._place_at_top()
        hidden = self._top - self._layout.line_top(place)
        if start != end or now:
            cursor = self._cursor_for_places(self.text_map.to_qt(start), self.text_map.to_qt(end))
            cursor.insertText(now)
            edit = self._writing.replace(start, end, now)
            place = edit.moved(place, place + 1)[0]
        self._writing.article_body = body
        if self._top:
            self._put_at_top(place, hidden)

    def set_marks(self, marks: Sequence[ReaderMark]) -> int:
        """Show these marks in place of those before; how many of them differ.

        A focused mark stays so if it is there. Spans are those of the article's body, also
        while it is being edited: they then follow what has been written since.
        """
        self._marks = tuple(marks)
        if self._writing.is_outdated:
            # They belong to a text that somebody else changed and that is not shown yet.
            return 0
        if self._writing.is_edited:
            self.marking.set_index(self._writing.index_of(self._marks))
            n_changed = len(self._marks)
        else:
            n_changed = self.marking.show(self._marks, self.text_map)
        if n_changed:
            if self._focused not in self.marking.index.by_key:
                self._focused = ""
            self.pointer.hovered = ""
            self._divide_again()
        return n_changed

    def set_dimmed(self, spans: Sequence[Span]) -> None:
        """Show these words in faint ink: they are no part of the article proper.

        What is faint already follows what is written, for which no other places are taken.
        """
        if self._writing.is_edited or self._writing.is_outdated:
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

    def set_found(self, spans: Sequence[Span], current: int) -> None:
        """Show these places as found words, the current one outlined; -1 for none."""
        self.lit.set_found([self._qt_places(span) for span in spans], current)
        self.viewport().update()

    def set_flashed(self, span: Span | None) -> None:
        """Show one passage as just jumped to, or none."""
        self.lit.flashed = self._qt_places(span) if span else None
        self.viewport().update()

    # Editing

    @property
    def text_map(self) -> TextMap:
        """The positions of the text as it stands now."""
        return self._writing.text_map

    @property
    def is_editing(self) -> bool:
        """Whether the text can be written in."""
        return self._writing.is_on

    def begin_editing(self) -> None:
        """Let the text be written in, with undo of its own; the marks follow."""
        if self.is_editing:
            return
        self._writing.begin(self.document().toRawText())
        self.lit.flashed = None
        self.pointer.hover("")
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
        if not self.is_editing:
            return
        wanted = self._writing.end()
        self._leave_editing()
        if self.body != wanted:
            self._replace_text(wanted)
            self.marking.set_index(self._writing.index_of(self._marks))
            self._arrange()
        self.viewport().update()

    def _leave_editing(self) -> None:
        self._writing.leave()
        self.setUndoRedoEnabled(False)
        self.setReadOnly(True)
        self.setTabChangesFocus(False)
        self._allow_selecting()

    def _follow_text(self, at: int, removed: int, added: int) -> None:
        if not self.is_editing:
            return
        caret = self.textCursor().position()
        edit = self._writing.follow(self.document(), at, removed, added, caret)
        if edit is None:
            return
        if self._writing.is_edited:
            self.marking.follow(edit)
        else:
            self.marking.set_index(self._writing.index_of(self._marks))
        self.lit.forget_found()
        self._has_typed = True

    def _tell_typed(self) -> None:
        if self._has_typed:
            self._has_typed = False
            self._settle_in_sight()
            self.viewport().update()
            self.typed.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt's name)
        """Put in what was copied elsewhere, its words alone."""
        if self.is_editing and source.hasText():
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

    @property
    def has_marks(self) -> bool:
        """Whether there is a mark that keys could go to."""
        return bool(self._marks)

    def focused_mark(self) -> ReaderMark | None:
        """The mark that keys act on."""
        return self.marking.index.by_key.get(self._focused)

    def set_focused_mark(self, key: str | None) -> None:
        """Let keys act on this mark and put the caret at its start, or act on none."""
        self._focused = key if key in self.marking.index.by_key and key else ""
        segments = self.marking.index.segments_of(self._focused)
        if segments:
            cursor = self.textCursor()
            cursor.setPosition(segments[0].start)
            self.setTextCursor(cursor)
        self._tell_focused()

    def hold_mark(self, key: str) -> None:
        """Let keys act on this mark while the caret and the page stay where they are."""
        self.hold(self.marking.index.by_key.get(key))
        self._tell_focused()

    def _tell_focused(self) -> None:
        mark = self.focused_mark()
        if mark is not None and self.marking.index.segments_of(mark.key):
            told = f"{mark.label} {mark.sublabel} {self.told_of(mark)}"
            self.setAccessibleDescription(told.strip())
        self.viewport().update()

    def hold(self, mark: ReaderMark | None) -> None:
        """Let keys act on a mark where the caret stands already, or on none."""
        self._focused = mark.key if mark else ""

    def told_of(self, mark: ReaderMark) -> str:
        """What is said of a mark besides its labels."""
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

    def is_on_label(self, point: QPoint) -> bool:
        """Whether a point of the viewport is on the label of a mark."""
        return self.marking.label_at(self._to_document(point)) is not None

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
        return self._rect_around(*self._qt_places(span))

    def scroll_to(self, span: Span) -> None:
        """Bring the span's beginning to a comfortable height, unless it is at one."""
        self._scroll_to_rect(self.viewport_rect(span))

    def show_place(self, place: int) -> None:
        """Bring the line of a code point to the top."""
        qt_pos = self.text_map.to_qt(min(place, self.text_map.length))
        top = self._layout.line_top(qt_pos)
        self.verticalScrollBar().setValue(top if qt_pos else 0)

    def place_in_sight(self) -> int:
        """The code point with which the first line in sight begins."""
        return self.text_map.from_qt(self._place_at_top())

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

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint grounds, then the words, then lines, labels and heading."""
        self._settle_in_sight()
        first, last = self._visible_range()
        segments = self.marking.index.between(first, last)
        under = self._painter()
        self.marking.paint_under(under, segments, self.pointer.hovered)
        self.lit.paint(under, self._theme, first, last)
        under.end()
        super().paintEvent(event)
        over = self._painter()
        self.marking.paint_over(over, segments, self.pointer.hovered, self._focused)
        bottom = self._top + self.viewport().height()
        self.marking.paint_labels(over, self._top, bottom, self._focused)
        columns = self._page.columns
        self._page.heading.paint(
            over, columns.text_left, self._page.heading_top, self._theme.text, self._theme.muted
        )
        over.end()
        if self.is_editing:
            self._paint_edge()

    def _paint_edge(self) -> None:
        """A line at the edge of the paper: here one writes."""
        painter = QPainter(self.viewport())
        room = self.viewport().rect()
        x = room.right() + 1 - _EDGE_WIDTH if self._page.columns.is_mirrored else 0
        painter.fillRect(x, 0, _EDGE_WIDTH, room.height(), self._theme.accent)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select, unless a label is under the pointer."""
        if self.pointer.presses(event):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select, or show what the pointer is on."""
        super().mouseMoveEvent(event)
        self.pointer.moves(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell what was selected, or what was clicked when nothing was."""
        super().mouseReleaseEvent(event)
        self.pointer.releases(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the mark under the pointer, or select a word."""
        if self.pointer.clicks_twice(event):
            super().mouseDoubleClickEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Show nothing as pointed at."""
        self.pointer.hover("")
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take the keys that mean something here before shortcuts and focus do."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._keys.wants(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._keys.walks(event):
                return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say more about the mark under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self.pointer.tells(event)
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the selection or the focused mark; else move the caret, or write."""
        if not self._keys.acts(event):
            super().keyPressEvent(event)

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
        return self.is_editing and source.hasText()

    def loadResource(self, kind: int, name: QUrl | str) -> QByteArray:  # noqa: ARG002, N802 (Qt's)
        """Nothing: an article's text must not reach for files or the network."""
        return QByteArray()
