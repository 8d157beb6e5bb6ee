"""The article reader: heading, words, marks in the text and beside it, find."""

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from stanceline.domain.articles import Article
from stanceline.domain.spans import Span
from stanceline.ui.reader.edit_bar import EditBar
from stanceline.ui.reader.find import FindBar
from stanceline.ui.reader.folding import FoldedText
from stanceline.ui.reader.marks import FEW, ReaderMark
from stanceline.ui.reader.strip import MarkStrip
from stanceline.ui.reader.text import ArticleText
from stanceline.ui.theme import Theme, current_theme, reduces_motion
from stanceline.ui.widgets import EmptyState

_FLASH_MS = 700
_SEEN_MS = 1_000
_STRIP_MS = 100


class Reader(QWidget):
    """Shows one article with its marks and tells what the reader does with it.

    Spans are code points of the article's body, in and out.

    ``selection_finished`` carries a Span: words were selected with the mouse, or Enter was
    pressed on a selection. ``mark_clicked`` and ``mark_activated`` carry a mark's key;
    activated is a double click, or Enter on a focused mark that is no suggestion.
    ``background_clicked`` comes from a click beside all marks. ``walk_requested`` carries 1
    for Tab and -1 for Shift+Tab. ``key_for_mark`` carries "Enter" (on a suggestion),
    "Backspace", "Delete", "E", a digit or "Shift+" with a digit, typed while a mark is
    focused and no words are selected. ``scrolled`` says that what floats above the text
    should follow.

    While the text is edited, ``typed`` follows each change, and ``editing_left`` says that
    the reader wants out: with True to keep what was written, with False not to. ``place_seen``
    carries, at most once a second, where the first line in sight begins and how far the
    article has been in sight since it was opened, both as code points.
    """

    selection_finished = Signal(object)
    mark_clicked = Signal(str)
    mark_activated = Signal(str)
    background_clicked = Signal()
    walk_requested = Signal(int)
    key_for_mark = Signal(str)
    text_size_changed = Signal(int)
    scrolled = Signal()
    typed = Signal()
    editing_left = Signal(bool)
    place_seen = Signal(int, int)

    def __init__(self, theme: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme or current_theme()
        self._article: Article | None = None
        self._found: list[Span] = []
        self._found_at = -1
        self._folded: FoldedText | None = None
        self._furthest = 0
        self._meta = ""
        self._flash = self._timer(_FLASH_MS)
        self._seen = self._timer(_SEEN_MS)
        self._strip_later = self._timer(_STRIP_MS)
        self._build()
        self._connect()

    def _timer(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        return timer

    def _build(self) -> None:
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.find_bar = FindBar(self._theme)
        self.find_bar.hide()
        self.edit_bar = EditBar()
        self.edit_bar.hide()
        self.text = ArticleText(self._theme)
        self.strip = MarkStrip(self.text.marking.strip_marks, self._theme)
        beside = QHBoxLayout()
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.text, 1)
        beside.addWidget(self.strip)
        article = QWidget()
        below = QVBoxLayout(article)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.edit_bar)
        below.addWidget(self.find_bar)
        below.addLayout(beside, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(article)
        self._empty: EmptyState | None = None
        self.setFocusProxy(self.text)

    def _connect(self) -> None:
        self.text.selection_finished.connect(self.selection_finished)
        self.text.mark_clicked.connect(self.mark_clicked)
        self.text.mark_activated.connect(self.mark_activated)
        self.text.background_clicked.connect(self.background_clicked)
        self.text.walk_requested.connect(self.walk_requested)
        self.text.key_for_mark.connect(self.key_for_mark)
        self.text.text_size_changed.connect(self.text_size_changed)
        self.text.find_requested.connect(self.show_find)
        self.text.find_step_requested.connect(self._step)
        self.text.arranged.connect(self.strip.forget)
        self.text.arranged.connect(self.scrolled)
        self.text.heights_known.connect(self.strip.forget)
        self.text.typed.connect(self._text_typed)
        self.text.editing_left.connect(self.editing_left)
        self.edit_bar.left.connect(self.editing_left)
        self.text.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.strip.clicked.connect(self._jump_to_mark)
        self.find_bar.words_changed.connect(self._find_typed)
        self.find_bar.step_requested.connect(self._step)
        self.find_bar.closed.connect(self.close_find)
        self._flash.timeout.connect(self._end_flash)
        self._seen.timeout.connect(self._tell_seen)
        self._strip_later.timeout.connect(self.strip.forget)

    # What is shown

    def set_article(self, article: Article | None, meta: str | None = None) -> None:
        """Show an article from its beginning without marks, or the empty state for None.

        ``meta`` is the muted line below the title: outlet, date, language; None leaves that
        of the same article and is none for another. An article that
        is shown already stays where it is, be its facts or its text changed; what is being
        written in it is not touched.
        """
        is_other = article is None or self._article is None or article.id != self._article.id
        self._article = article
        self._folded = None
        self._end_flash()
        if is_other or meta is not None:
            self._meta = meta or ""
        self.text.set_article(article, self._meta)
        self.edit_bar.setVisible(self.text.is_editing)
        if is_other:
            self._furthest = 0
            # What is shown for less than the time until it is told was not read.
            self._seen.start()
        if self.find_bar.isVisibleTo(self):
            self._find_typed(self.find_bar.words)
        if self._empty is not None:
            self._pages.setCurrentIndex(0 if article else 1)

    def set_empty_state(self, empty: EmptyState) -> None:
        """Show this in place of an article when there is none."""
        if self._empty is not None:
            self._pages.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = empty
        self._pages.addWidget(empty)
        self._pages.setCurrentIndex(0 if self._article else 1)

    def set_marks(self, marks: Sequence[ReaderMark]) -> None:
        """Show these marks in place of those before; quick when few of them differ.

        Their spans are those of the article's body, also while its text is being edited.
        """
        n_changed = self.text.set_marks(marks)
        if n_changed > FEW:
            self.strip.forget()
        elif n_changed:
            # Where one of thousands differs the strip takes longer than all else together.
            self._strip_later.start()

    def set_dimmed(self, spans: Sequence[Span]) -> None:
        """Show these words in faint ink: they are no part of the article proper."""
        self.text.set_dimmed(spans)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of another theme."""
        self._theme = theme
        self.text.set_theme(theme)
        self.strip.set_theme(theme)
        self.find_bar.set_theme(theme)

    @property
    def text_size(self) -> int:
        """The size of the running text in pixels."""
        return self.text.text_size

    def set_text_size(self, size_px: int) -> None:
        """Set the text in another size, from 12 to 34 pixels."""
        self.text.set_text_size(size_px)

    def set_typeface(self, name: str) -> None:
        """Set the text in one of the ``page.TYPEFACES``; KeyError for any other name."""
        self.text.set_typeface(name)

    def set_measure(self, characters: int) -> None:
        """Let lines hold so many characters, from 50 to 90, where there is room."""
        self.text.set_measure(characters)

    # Editing

    @property
    def is_editing(self) -> bool:
        """Whether the text is being edited."""
        return self.text.is_editing

    def begin_editing(self) -> None:
        """Let the text be written in where it stands; the marks follow what is written."""
        if self._article is None:
            return
        self.close_find()
        self.text.begin_editing()
        self.edit_bar.show()

    def edited_body(self) -> str:
        """The whole text as it stands now."""
        return self.text.body

    def end_editing(self) -> None:
        """Show the article's own text again, not to be written in; nothing is stored.

        What is to stay has been stored before, or is given with ``set_article`` afterwards.
        """
        self.text.end_editing()
        self._folded = None
        self.edit_bar.hide()
        self.text.setFocus()

    def live_spans(self, key: str) -> tuple[Span, ...]:
        """Where the words of a mark lie in the text as it stands now, edited or not."""
        return self.text.live_spans(key)

    def _text_typed(self) -> None:
        self._folded = None
        self._strip_later.start()
        if self.find_bar.isVisibleTo(self):
            self._look_for(self.find_bar.words)
            self.text.set_found(self._found, -1)
            self.find_bar.show_count(0, len(self._found))
        self.typed.emit()

    # Places

    def show_place(self, place: int) -> None:
        """Bring the line of a code point to the top, as when reading goes on there."""
        self.text.show_place(place)

    def place_in_sight(self) -> int:
        """The code point with which the first line in sight begins."""
        return self.text.place_in_sight()

    def furthest_in_sight(self) -> int:
        """The code point with which the last whole line in sight ends."""
        return self.text.furthest_in_sight()

    def _on_scrolled(self) -> None:
        self.scrolled.emit()
        if not self._seen.isActive():
            self._seen.start()

    def _tell_seen(self) -> None:
        if self._article is not None and self.isVisible() and not self.text.is_editing:
            self._furthest = max(self._furthest, self.furthest_in_sight())
            self.place_seen.emit(self.place_in_sight(), self._furthest)

    def show_span(self, span: Span) -> None:
        """Scroll until these words are comfortably in sight, and show for a moment which."""
        self.text.scroll_to(span)
        if not reduces_motion():
            self.text.set_flashed(span)
            self._flash.start()

    def span_rect(self, span: Span) -> QRect:
        """The rectangle around the span's words in coordinates of this widget.

        It may lie outside the widget when the words are scrolled out of sight.
        """
        rect = self.text.viewport_rect(span)
        return QRect(self.text.viewport().mapTo(self, rect.topLeft()), rect.size())

    def global_span_rect(self, span: Span) -> QRect:
        """The rectangle around the span's words in coordinates of the screen."""
        rect = self.span_rect(span)
        return QRect(self.mapToGlobal(rect.topLeft()), rect.size())

    # Selection and focus

    def select_span(self, span: Span) -> None:
        """Select these words."""
        self.text.select_span(span)

    def selected_span(self) -> Span | None:
        """The selected words without white space around them."""
        return self.text.selected_span()

    def set_focused_mark(self, key: str | None) -> None:
        """Let keys act on this mark, or on none; it is not scrolled to."""
        self.text.set_focused_mark(key)

    def hold_mark(self, key: str) -> None:
        """Let keys act on this mark while the caret and the page stay where they are."""
        self.text.hold_mark(key)

    def focused_mark(self) -> ReaderMark | None:
        """The mark that keys act on."""
        return self.text.focused_mark()

    def is_in_sight(self, key: str) -> bool:
        """Whether some words of a mark can be seen."""
        shown = self.text.viewport().rect()
        return any(
            self.text.viewport_rect(span).intersects(shown) for span in self.text.live_spans(key)
        )

    def leave(self, direction: int) -> None:
        """Move the keyboard focus out of the reader: on for 1, back for -1."""
        self.text.leave(direction)

    def _jump_to_mark(self, key: str) -> None:
        mark = self.text.marking.index.by_key[key]
        spans = self.text.live_spans(key)
        self.show_span(spans[0] if spans else mark.spans[0])
        if not self.is_editing:
            self.mark_clicked.emit(key)

    def _end_flash(self) -> None:
        self._flash.stop()
        self.text.set_flashed(None)

    # Find

    def show_find(self) -> None:
        """Open the line to find words in, with the selected words in it if there are any."""
        span = self.selected_span()
        if span:
            words = span.words(self.text.body)
            if "\n" not in words:
                self.find_bar.set_words(words)
        self.find_bar.begin()
        self._find_typed(self.find_bar.words)

    def close_find(self) -> None:
        """Close the line and go back to the text, the found words selected."""
        if 0 <= self._found_at < len(self._found):
            self.select_span(self._found[self._found_at])
        self._forget_found()
        self.find_bar.hide()
        self.text.setFocus()

    def find_text(self, text: str, *, forward: bool = True) -> bool:
        """Go to the next place of these words, or the one before; whether there is one.

        The search goes on at the other end of the article.
        """
        self._look_for(text)
        if self._found:
            selected = self.selected_span()
            starts = [span.start for span in self._found]
            if forward:
                after = selected.start + 1 if selected else self.text.caret()
                self._found_at = bisect_left(starts, after) % len(starts)
            else:
                before = selected.start if selected else self.text.caret()
                self._found_at = (bisect_left(starts, before) - 1) % len(starts)
            self.select_span(self._found[self._found_at])
        self._show_found()
        return bool(self._found)

    def _find_typed(self, words: str) -> None:
        self._look_for(words)
        if self._found:
            starts = [span.start for span in self._found]
            self._found_at = bisect_left(starts, self.text.caret()) % len(starts)
        self._show_found()

    def _step(self, direction: int) -> None:
        if self.find_bar.isVisibleTo(self) and self._found and self._found_at >= 0:
            self._found_at = (self._found_at + direction) % len(self._found)
            self._show_found()
        elif self.find_bar.words.strip():
            # The line is closed, or the text was changed: from the caret on, once more.
            self.find_text(self.find_bar.words, forward=direction > 0)
            if not self.find_bar.isVisibleTo(self):
                self._forget_found()

    def _forget_found(self) -> None:
        self._found, self._found_at = [], -1
        self.text.set_found([], -1)

    def _look_for(self, words: str) -> None:
        if self._folded is None:
            self._folded = FoldedText(self.text.body)
        self._found = self._folded.places_of(words) if words.strip() else []
        self._found_at = -1

    def _show_found(self) -> None:
        self.text.set_found(self._found, self._found_at)
        self.find_bar.show_count(self._found_at + 1, len(self._found))
        if self._found_at >= 0:
            self.text.scroll_to(self._found[self._found_at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Find works from every part of the reader."""
        if event.matches(QKeySequence.StandardKey.Find):
            self.show_find()
        elif event.matches(QKeySequence.StandardKey.FindNext):
            self._step(1)
        elif event.matches(QKeySequence.StandardKey.FindPrevious):
            self._step(-1)
        else:
            super().keyPressEvent(event)
